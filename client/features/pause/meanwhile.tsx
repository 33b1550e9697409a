import { useLocation } from 'wouter'
import { useHome } from '../../documents/use-home.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { BodyKey } from '../../shell/body-key.tsx'
import type { Person } from '../../sync/session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Ellipsis } from '../../ui/icons.ts'
import { Text } from '../../ui/text.tsx'
import { OwnList, type OwnListProps } from './own-list.tsx'

/** What one does meanwhile: the own list under its name, and the body first. A pause keeps nobody from one's own pages: they are last. */
export const Meanwhile = ({ me, chosen, choose }: { me: Person } & Pick<OwnListProps, 'chosen' | 'choose'>) => {
  const { t } = useTranslation('pause')
  const { activities, starters } = useHome()
  const [, navigate] = useLocation()
  return (
    <>
      {activities.length > 0 && (
        <Text kind="crisisLabel" as="h2">
          {t(starters.activities ? 'starterListFor' : 'ownListFor', { name: me.name })}
        </Text>
      )}
      <OwnList activities={activities} chosen={chosen} choose={choose} />
      <BodyKey own>{t('body')}</BodyKey>
      <CrisisKey kind="own" icon={<Ellipsis />} onClick={() => navigate('/more')}>
        {t('elsewhere')}
      </CrisisKey>
    </>
  )
}

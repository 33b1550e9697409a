import { useLocation } from 'wouter'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { House } from '../../ui/icons.ts'
import { Text } from '../../ui/text.tsx'
import { ThumbZone } from '../../ui/thumb-zone.tsx'
import styles from './pause.module.css'
import { PauseRefusal } from './refusal.tsx'

/** No pause, or no longer one: taken back, or a day has gone by. The same for both, whoever did what. */
export const NoPause = ({ afterADay = false }: { afterADay?: boolean }) => {
  const { t } = useTranslation('pause')
  const [, navigate] = useLocation()
  return (
    <Page width="phone">
      <section className={styles.head}>
        <h1>{t(afterADay ? 'overADay' : 'none')}</h1>
        <Text kind="lead">{t(afterADay ? 'overADayMore' : 'noneMore')}</Text>
        <PauseRefusal />
      </section>
      <ThumbZone label={t('choices')}>
        <CrisisKey kind="main" icon={<House />} onClick={() => navigate('/')}>
          {t('toNow')}
        </CrisisKey>
      </ThumbZone>
    </Page>
  )
}

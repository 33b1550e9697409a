import { useTranslation } from '../../i18n/use-translation.ts'
import { JournalResting } from '../../shell/journal-resting.tsx'
import { Page } from '../../shell/page.tsx'
import { Sprout } from '../../ui/icons.ts'
import { Text } from '../../ui/text.tsx'
import styles from './place-page.module.css'

export interface PlacePageProps {
  place: 'journal' | 'weeks' | 'checkIns' | 'share' | 'reflection' | 'learn'
}

/** Own things stand on private ground. */
const PRIVATE: PlacePageProps['place'][] = ['journal', 'weeks', 'reflection']

/** A part that is named and reached and not built yet. It says so, and pretends nothing. */
export const PlacePage = ({ place }: PlacePageProps) => {
  const { t } = useTranslation('places')
  const building = (
    <p className={styles.building}>
      <Sprout />
      {t('building')}
    </p>
  )
  return (
    <Page navigation ground={PRIVATE.includes(place) ? 'mine' : 'ours'}>
      <h1>{t(`${place}.title`)}</h1>
      <div className={styles.about}>
        <Text kind="lead">{t(`${place}.about`)}</Text>
        {place === 'journal' ? <JournalResting>{building}</JournalResting> : building}
      </div>
    </Page>
  )
}

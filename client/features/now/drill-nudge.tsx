import { useTranslation } from '../../i18n/use-translation.ts'
import { ofBrowser } from '../../shell/small-storage.ts'
import { Button } from '../../ui/button.tsx'
import { Nudge } from '../../ui/card.tsx'
import { classes } from '../../ui/classes.ts'
import { HeartHandshake } from '../../ui/icons.ts'
import styles from './now.module.css'

/** Of this browser: whether it is still to be suggested says nothing about anyone. */
const KEY = 'holdfast.drill-nudge'

export const isDrillSuggested = (): boolean => ofBrowser.read(KEY) === null

/** "Try it once together", until it was opened or put away: then for good. */
export const DrillNudge = ({ away }: { away: () => void }) => {
  const { t } = useTranslation('cards')
  const putAway = () => {
    ofBrowser.write(KEY, 'no')
    away()
  }
  return (
    <div className={classes(styles.calm, styles.offer)} data-calm>
      <Nudge crisis href="/drill" icon={<HeartHandshake />} title={t('offer.drillTitle')} detail={t('offer.drillMore')} />
      <Button size="small" onClick={putAway}>
        {t('offer.drillAway')}
      </Button>
    </div>
  )
}

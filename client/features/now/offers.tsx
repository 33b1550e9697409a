import { type ReactNode, useState } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useOffer } from '../../push/use-offer.ts'
import { RestsLine, useRests } from '../../shell/rests-line.tsx'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { Nudge } from '../../ui/card.tsx'
import { classes } from '../../ui/classes.ts'
import { Smartphone } from '../../ui/icons.ts'
import { DrillNudge, isDrillSuggested } from './drill-nudge.tsx'
import styles from './now.module.css'
import { offerOf } from './offer.ts'

/**
 * What rests until tomorrow; else what is offered once, each until it is followed or put away: notifications, then a drill; and
 * after that what is given. Never two of them: the signals below keep their place.
 */
export const Offers = ({ children }: { children: ReactNode }) => {
  const { t } = useTranslation('cards')
  const session = useSession()
  const { drill } = useSessionState()
  const [suggested, setSuggested] = useState(isDrillSuggested)
  const [offered, endOffer] = useOffer(session)
  const rests = useRests()
  const offer = offerOf({ push: offered, drill: suggested, own: session.profile === 'own', practised: drill.length > 0 })
  if (rests) {
    return (
      <div className={styles.calm}>
        <RestsLine />
      </div>
    )
  }
  if (offer === 'push') {
    return (
      <div className={classes(styles.calm, styles.offer)} data-calm>
        <Nudge crisis href="/settings" icon={<Smartphone />} title={t('offer.pushTitle')} detail={t('offer.pushMore')} />
        <Button size="small" onClick={endOffer}>
          {t('offer.notNow')}
        </Button>
      </div>
    )
  }
  if (offer === 'drill') return <DrillNudge away={() => setSuggested(false)} />
  return children
}

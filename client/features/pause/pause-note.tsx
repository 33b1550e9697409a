import type { Paused } from '../../../shared/pause.ts'
import type { Partner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { isHeldUp, reachOf } from './moment.ts'
import styles from './pause.module.css'
import { useCutOff } from './use-cut-off.ts'

/** What is not so yet, in one quiet line: on its way, a return or a time that the other phone does not have, a step that waits, no connection. */
export const PauseNote = ({ state, partner: { name } }: { state: Paused; partner: Partner }) => {
  const { t } = useTranslation('pause')
  const session = useSession()
  const { pause, connection, storage, me } = useSessionState()
  const cutOff = useCutOff()
  const reach = reachOf(pause, state, connection, session.now())
  if (reach === 'not-there') {
    // Before the time, and before one is back, the screen has it for its head.
    const isHead = state.returnAt > session.now() && state.returned.length === 0
    return isHead ? null : <p className={styles.note}>{t('notThere', { name })}</p>
  }
  if (reach === 'on-its-way') return <p className={styles.note}>{t('onItsWay', { name })}</p>
  const back = state.returned.find(({ seat }) => seat === me?.seat)
  if (back && pause.unconfirmed && isHeldUp(back.at, connection, session.now()))
    return <p className={styles.note}>{t(storage ? 'reunion.unkept' : 'reunion.waits', { name })}</p>
  const unkept = storage && pause.unconfirmed
  if (pause.named?.mine && !pause.named.reached)
    return <p className={styles.note}>{t(unkept ? 'newTimeUnkept' : 'newTimeNotThere', { name })}</p>
  if (!cutOff) return null
  return <p className={styles.note}>{t(unkept ? 'unkept' : pause.unconfirmed ? 'waits' : 'cutOff')}</p>
}

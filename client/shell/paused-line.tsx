import { Link } from 'wouter'
import { pausedBackAt } from '../i18n/back-at.ts'
import { useTranslation } from '../i18n/use-translation.ts'
import { useDrawn } from '../sync/use-drawn.ts'
import { useNow } from '../sync/use-now.ts'
import { useSession, useSessionState } from '../sync/use-session.ts'
import { Pause } from '../ui/icons.ts'
import styles from './paused-line.module.css'

/** While a pause runs: one quiet line on the calm pages, which leads to it. Who sees it has seen when one is back. */
export const PausedLine = () => {
  const { t } = useTranslation('pause')
  const session = useSession()
  const { state, named } = useSessionState().pause
  const now = useNow(session, state.kind === 'none' ? 0 : 1_000)
  const shown = named?.mine === false ? named.id : null
  useDrawn(shown ?? '', () => {
    if (shown) void session.received(shown)
  })
  if (state.kind === 'none') return null
  return (
    <aside aria-label={t('running')}>
      <Link href="/pause" className={styles.line}>
        <Pause />
        {pausedBackAt(t, state.returnAt, now)}
      </Link>
    </aside>
  )
}

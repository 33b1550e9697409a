import { useRef } from 'react'
import { useLocation } from 'wouter'
import { useHistoryState } from 'wouter/use-browser-location'
import type { Instant } from '../../../shared/ids.ts'
import { pausedBackAt } from '../../i18n/back-at.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { useNow } from '../../sync/use-now.ts'
import { useSession } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { House, Pause, Undo2 } from '../../ui/icons.ts'
import { keptClear } from '../../ui/kept-clear.ts'
import { Text } from '../../ui/text.tsx'
import { ThumbZone } from '../../ui/thumb-zone.tsx'
import { useKeptFocus } from '../../ui/use-kept-focus.ts'
import styles from './pause.module.css'
import { PauseRefusal } from './refusal.tsx'

/** Why there is none: nobody called one, it was taken back, or a day has gone by. */
export type NoPauseWhy = 'none' | 'takenBack' | 'overADay'

interface NoPauseProps {
  why: NoPauseWhy
  /** A further one that was started since, and runs. */
  running?: { returnAt: Instant; see: () => void }
}

/** No pause, or no longer one. The same for both, whoever did what; it leads back to where the pause came upon this person. */
export const NoPause = ({ why, running }: NoPauseProps) => {
  const { t } = useTranslation('pause')
  const [, navigate] = useLocation()
  const from = cameFrom(useHistoryState<unknown>())
  const session = useSession()
  const now = useNow(session, running ? 1_000 : 0)
  const heading = useRef<HTMLHeadingElement>(null)
  useKeptFocus(heading, why)
  return (
    <Page width="phone">
      <section ref={keptClear} className={styles.head}>
        <h1 ref={heading}>{t(why)}</h1>
        <Text kind="lead">{t(why === 'overADay' ? 'overADayMore' : 'noneMore')}</Text>
        <PauseRefusal />
      </section>
      <ThumbZone label={t('choices')}>
        {running && (
          <CrisisKey kind="pause" icon={<Pause />} onClick={running.see}>
            {pausedBackAt(t, running.returnAt, now)}
          </CrisisKey>
        )}
        <CrisisKey kind="main" icon={from === '/' ? <House /> : <Undo2 />} onClick={() => navigate(from, { replace: true })}>
          {t(from === '/' ? 'toNow' : 'goBack')}
        </CrisisKey>
      </ThumbZone>
    </Page>
  )
}

/** The gate's note in this place of the history, which outlasts a reload; Now for who came by themselves. */
const cameFrom = (state: unknown): string =>
  typeof state === 'object' && state !== null && 'cameFrom' in state && typeof state.cameFrom === 'string' ? state.cameFrom : '/'

import { useTranslation } from '../../i18n/use-translation.ts'
import { useNow } from '../../sync/use-now.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { markAt, secondsLeft } from './moment.ts'

/** While a pause runs: said aloud as ten, five and one minutes pass and when the time has come. In one place for every page, so that each is said once. */
export const TimeMarks = () => {
  const { t } = useTranslation('pause')
  const session = useSession()
  const { state } = useSessionState().pause
  const now = useNow(session, 1_000)
  const mark = state.kind === 'paused' && markAt(secondsLeft(state.returnAt, now))
  return (
    <div role="status">
      <VisuallyHidden>{mark && t(`mark.${mark}`)}</VisuallyHidden>
    </div>
  )
}

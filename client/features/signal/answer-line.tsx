import { useLocation, useSearch } from 'wouter'
import { usePartner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { isLeftAlone } from '../../shell/over-screens.ts'
import { QuietLine } from '../../shell/quiet-line.tsx'
import { openSignal } from '../../sync/own-signals.ts'
import { useClosed } from '../../sync/use-closed.ts'
import { useDrawn } from '../../sync/use-drawn.ts'
import { useNow } from '../../sync/use-now.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { answerToTell } from './answer-news.ts'
import { shownSignal } from './stage.ts'

/** An answer and a pause so close together were one press, ms. */
const WITH_A_PAUSE_MS = 10_000

/** The partner's answer over any other screen: a calm line that takes neither the focus nor the place of what runs. */
export const AnswerLine = () => {
  const { t } = useTranslation('signal')
  const session = useSession()
  const { signals, me, pause } = useSessionState()
  const partner = usePartner()
  const [path] = useLocation()
  const search = useSearch()
  const now = useNow(session, 60_000)
  const [told, tell] = useClosed(session, 'told-answers')
  const [read, markRead] = useClosed(session, 'read-answers')
  const signal = told && read ? answerToTell(signals, told, read, now) : null
  const shown = signal ? signal.id : ''
  // Where it stands already.
  const at = path === '/signal' ? shownSignal(signals, now, new URLSearchParams(search).get('of')) : null
  const onNow = path === '/' && read ? openSignal(signals, now, read, pause.reunion?.endedAt) : null
  // Answered by the pause that runs: its screen says it all, and what it says is old once that is over.
  const byPause =
    pause.state.kind === 'paused' &&
    signal?.answer != null &&
    Math.abs(pause.state.startedAt - signal.answer.pressedAt) < WITH_A_PAUSE_MS
  const hasIt = signal !== null && (byPause || (at ?? onNow)?.id === shown)
  useDrawn(`${shown} ${hasIt}`, () => {
    if (signal && hasIt) tell(signal.id)
  })
  if (!signal?.answer || !partner || !me || hasIt || isLeftAlone(path)) return null
  // The time and the countdown of a pause stay in sight: the line comes after it.
  if (pause.state.kind === 'paused' && path === '/pause') return null
  return (
    <QuietLine words={signal.answer.text} action={t('thanks')} onPress={() => markRead(signal.id)}>
      {t(signal === signals.findLast(({ mine }) => mine) ? 'answered' : 'answeredWord', {
        name: partner.name,
        word: signal.content.word,
      })}
    </QuietLine>
  )
}

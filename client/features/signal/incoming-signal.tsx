import { lazy, Suspense, useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import type { EventId } from '../../../shared/ids.ts'
import { usePartner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { AlertFrame } from '../../shell/alert-frame.tsx'
import { isLeftAlone } from '../../shell/over-screens.ts'
import { QuietLine } from '../../shell/quiet-line.tsx'
import type { SignalView } from '../../sync/session.ts'
import { useClosed } from '../../sync/use-closed.ts'
import { useNow } from '../../sync/use-now.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { alertOf, gaveWay, mayCover, type Standing, takenBackToTell, waitingSignals } from './incoming.ts'
import { loadAlarm, SignalAlert } from './signal-alert.tsx'
import { markWaiting } from './waiting-mark.ts'

const loadAnswerSent = () => import('./answer-sent.tsx')
const loadTookBack = () => import('./took-back.tsx')
const AnswerSent = lazy(async () => ({ default: (await loadAnswerSent()).AnswerSent }))
const TookBack = lazy(async () => ({ default: (await loadTookBack()).TookBack }))

/** What an alert leads on to, fetched ahead. */
export const loadAfterAlert = () => Promise.all([loadAnswerSent(), loadTookBack(), loadAlarm()])

/** What was just answered, still on the screen. A pause that begins takes its place. */
interface Answered {
  id: EventId
  text: string
  /** The pause it was answered in. */
  pause: number | null
}

/** The partner's signal over any screen but Help, until it is answered; it comes again after a reload. One entry for the whole app. */
export const IncomingSignal = () => {
  const { t } = useTranslation('incoming')
  const session = useSession()
  const { signals, me, partner: known, pause } = useSessionState()
  const partner = usePartner()
  const [path, navigate] = useLocation()
  const [closed, close] = useClosed(session, 'closed-signals')
  const [answered, setAnswered] = useState<Answered | null>(null)
  const [telling, setTelling] = useState<EventId | null>(null)
  const [answeredAt, setAnsweredAt] = useState<number | null>(null)
  const paused = pause.state.kind === 'paused' ? pause.state.startedAt : null
  const waiting = closed ? waitingSignals(signals, closed, paused) : []
  const putOff = gaveWay(signals, paused)
  const count = waiting.length + putOff.length
  const now = useNow(session, count > 1 || (paused !== null && answeredAt !== null) ? 1_000 : 0)
  const [stands, setStands] = useState<Standing | null>(null)
  const [asked, ask] = useState<EventId | null>(null)
  const isAsked = putOff.some(({ id }) => id === asked)
  const signal = closed && (putOff.find(({ id }) => id === asked) ?? alertOf(signals, closed, stands, paused, now))
  if (signal?.id !== stands?.signal.id) setStands(signal && { signal, since: session.now() })
  const tookBack = closed && (signals.find(({ id }) => id === telling) ?? takenBackToTell(signals, closed))
  useEffect(() => (count > 0 ? markWaiting(title => t('mark', { count, title })) : undefined), [count, t])
  useEffect(() => {
    if (!closed || paused === null) return
    close(...waitingSignals(signals, closed, null).flatMap(({ id, pressedAt }) => (pressedAt < paused ? [id] : [])))
  }, [signals, closed, close, paused])
  useEffect(() => {
    // A pause, or a newer signal, leaves nothing to tell of one that was taken back before.
    if (paused !== null && tookBack) close(tookBack.id)
    if (paused !== null || signal) setTelling(null)
  }, [paused, signal, tookBack, close])
  if (!partner || !me || !closed) return null
  const last = putOff.at(-1)
  const from = known?.name || (signal ?? last)?.content.from
  const sender = from ? { ...partner, name: from, mark: from } : partner
  const ground = `from-${partner.seat}` as const

  const quiet = (of: SignalView, see: () => void) => (
    <QuietLine action={t('see')} onPress={see}>
      {t('waiting', { name: sender.name, word: of.content.word })}
    </QuietLine>
  )
  if (isLeftAlone(path)) {
    const what = signal ?? last
    return what ? quiet(what, () => navigate('/')) : null
  }

  if (answered && answered.pause === paused) {
    return (
      <AlertFrame key="answered" ground={`from-${me.seat}`}>
        <Suspense>
          <AnswerSent id={answered.id} text={answered.text} done={() => setAnswered(null)} />
        </Suspense>
      </AlertFrame>
    )
  }
  if (signal) {
    if (!isAsked && !mayCover(paused, answeredAt, now)) return quiet(signal, () => setAnsweredAt(null))
    return (
      <AlertFrame key={signal.id} ground={ground}>
        <SignalAlert
          signal={signal}
          partner={sender}
          earlier={(isAsked ? putOff : waiting).length - 1}
          answered={text => {
            close(signal.id, ...waiting.map(({ id }) => id))
            setAnsweredAt(session.now())
            setAnswered(text === null ? null : { id: signal.id, text, pause: paused })
          }}
        />
      </AlertFrame>
    )
  }
  if (last) return quiet(last, () => ask(last.id))
  if (!tookBack || paused !== null) return null
  return (
    <AlertFrame key={tookBack.id} ground={ground}>
      <Suspense>
        <TookBack
          signal={tookBack}
          partner={partner}
          told={() => {
            setTelling(tookBack.id)
            close(tookBack.id)
          }}
          close={() => {
            setTelling(null)
            close(tookBack.id)
          }}
        />
      </Suspense>
    </AlertFrame>
  )
}

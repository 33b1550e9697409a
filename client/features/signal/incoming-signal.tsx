import { Suspense, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { useLocation } from 'wouter'
import type { EventId } from '../../../shared/ids.ts'
import { usePartner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { AlertFrame, loadOver } from '../../shell/alert-frame.tsx'
import { alertGone, covers, isWithin, mayAlert, STANDS_MS } from '../../shell/covers.ts'
import { isLeftAlone } from '../../shell/over-screens.ts'
import { QuietLine } from '../../shell/quiet-line.tsx'
import type { SignalView } from '../../sync/session.ts'
import { useClosed } from '../../sync/use-closed.ts'
import { useDrawn } from '../../sync/use-drawn.ts'
import { useNow } from '../../sync/use-now.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { waitingSignals } from '../../sync/waiting-signals.ts'
import { late } from '../../ui/late.ts'
import { useAnswered } from './answered.ts'
import { gaveWay, mayCover, nextStanding, type Standing, takenBackToTell } from './incoming.ts'
import { loadAlarm, SignalAlert, useAlarm } from './signal-alert.tsx'

const loadAnswerSent = () => import('./answer-sent.tsx')
const AnswerSent = late(async () => (await loadAnswerSent()).AnswerSent)

/** What an alert leads on to, fetched ahead. */
export const loadAfterAlert = () => Promise.all([loadAnswerSent(), loadAlarm(), loadOver()])

/**
 * The partner's signal over any screen, until it is answered; it comes again after a reload. On Help it is a line, which was shown as
 * an alert is: it sounds, and its receipt goes out once it was drawn. One entry for the whole app.
 */
export const IncomingSignal = () => {
  const { t } = useTranslation('incoming')
  const session = useSession()
  const { signals, me, partner: known, pause } = useSessionState()
  const partner = usePartner()
  const [path, navigate] = useLocation()
  const [closed, close] = useClosed(session, 'closed-signals')
  const [answered, setAnswered] = useAnswered(session.profile)
  const [stands, setStands] = useState<Standing | null>(null)
  const paused = pause.state.kind === 'paused' ? pause.state.startedAt : null
  const waiting = closed ? waitingSignals(signals, closed, paused) : []
  const putOff = gaveWay(signals, paused)
  const count = waiting.length + putOff.length
  const tookBack = closed && takenBackToTell(signals, closed)
  useNow(session, stands || count > 0 || tookBack ? 1_000 : 0)
  const now = session.now()
  const isRead = !answered || !isWithin(STANDS_MS, answered.at, now)
  const mayCome = isRead && mayAlert(covers, now) && mayCover(paused, covers.alerts[0] ?? 0, now)
  const standing = closed && nextStanding(stands, { signals, closed, pausedAt: paused, mayCome }, now)
  if (standing !== stands) setStands(standing)
  const text = answered?.text ?? signals.find(({ id }) => id === answered?.id)?.answer?.text
  // What was answered may stand for a moment longer; what it closes may still be there for as long as that takes to be kept.
  // A pause takes its place, also one that came and went over a reload; and so does another signal, three seconds later.
  const isOver =
    answered &&
    me &&
    (!text || answered.pause !== paused || pause.endedAt > answered.at || (isRead && standing && standing.since > answered.at))
  if (isOver) setAnswered(null)
  const [asked, ask] = useState<EventId | null>(null)
  const askedFor = putOff.find(({ id }) => id === asked)
  const signal = askedFor ?? standing?.signal
  const newest = waiting.at(-1)
  useAlarm(newest)
  const last = putOff.at(-1)
  const inHelp = isLeftAlone(path) ? (newest ?? last) : null
  useDrawn(inHelp?.id ?? '', () => {
    if (inHelp) void session.received(inHelp.id)
  })
  useEffect(() => {
    if (count === 0) return
    const marking = loadAlarm().then(
      ({ markWaiting }) => markWaiting(title => t('mark', { count, title })),
      () => undefined,
    )
    return () => void marking.then(unmark => unmark?.())
  }, [count, t])
  useEffect(() => {
    // A pause leaves nothing to ask or to tell of what came before it.
    if (closed && paused !== null)
      close(
        ...waitingSignals(signals, closed, null).flatMap(({ id, pressedAt }) => (pressedAt < paused ? [id] : [])),
        ...(tookBack ? [tookBack.id] : []),
      )
  }, [signals, closed, close, paused, tookBack])
  if (!partner || !me || !closed) return null
  const from = known?.name || (signal ?? newest ?? last)?.content.from
  const sender = from ? { ...partner, name: from, mark: from } : partner
  const ground = `from-${partner.seat}` as const

  const itWaits = ({ content: { word } }: SignalView) => t('waiting', { name: sender.name, word })
  const quiet = (of: SignalView, see: () => void) => (
    <QuietLine first action={t('see')} onPress={see}>
      {itWaits(of)}
    </QuietLine>
  )
  if (inHelp) return quiet(inHelp, () => navigate('/'))
  if (isLeftAlone(path)) return null

  if (answered && text && !isOver) {
    return (
      <AlertFrame key="answered" ofSignal ground={`from-${me.seat}`}>
        <Suspense>
          <AnswerSent id={answered.id} text={text} news={newest ? itWaits(newest) : null} done={() => setAnswered(null)} />
        </Suspense>
      </AlertFrame>
    )
  }
  if (signal) {
    const isBack = signal.takenBack !== null
    return (
      <AlertFrame key="alert" ofSignal subject={`${signal.id} ${isBack}`} ground={ground}>
        <SignalAlert
          signal={signal}
          partner={sender}
          earlier={(askedFor ? putOff : waiting).length - 1}
          told={() => close(signal.id)}
          answered={text => {
            close(signal.id, ...(isBack ? [] : waiting.flatMap(one => (one.pressedAt < signal.pressedAt ? [one.id] : []))))
            // At once: the answer is on its way, and a reload comes back to it.
            flushSync(() => setAnswered(text === null ? null : { id: signal.id, text, at: session.now(), pause: paused }))
            if (isBack) {
              // What came in the meantime is a new thing: it does not take the place of this one.
              covers.alerts = alertGone(covers, session.now())
              setStands(null)
            }
          }}
        />
      </AlertFrame>
    )
  }
  if (newest) return quiet(newest, () => setStands({ signal: newest, since: session.now() }))
  return last ? quiet(last, () => ask(last.id)) : null
}

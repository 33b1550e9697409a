import { lazy, Suspense, useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import type { EventId } from '../../../shared/ids.ts'
import { usePartner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { AlertFrame, loadReach } from '../../shell/alert-frame.tsx'
import { covers, mayAlert } from '../../shell/covers.ts'
import { isLeftAlone } from '../../shell/over-screens.ts'
import { QuietLine } from '../../shell/quiet-line.tsx'
import type { SignalView } from '../../sync/session.ts'
import { useClosed } from '../../sync/use-closed.ts'
import { useNow } from '../../sync/use-now.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { gaveWay, mayCover, nextStanding, type Standing, takenBackToTell, waitingSignals } from './incoming.ts'
import { loadAlarm, SignalAlert, useAlarm } from './signal-alert.tsx'
import { markWaiting } from './waiting-mark.ts'

const loadAnswerSent = () => import('./answer-sent.tsx')
const AnswerSent = lazy(async () => ({ default: (await loadAnswerSent()).AnswerSent }))

/** What an alert leads on to, fetched ahead. */
export const loadAfterAlert = () => Promise.all([loadAnswerSent(), loadAlarm(), loadReach()])

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
  const [answeredAt, setAnsweredAt] = useState<number | null>(null)
  const paused = pause.state.kind === 'paused' ? pause.state.startedAt : null
  const waiting = closed ? waitingSignals(signals, closed, paused) : []
  const putOff = gaveWay(signals, paused)
  const count = waiting.length + putOff.length
  const tookBack = closed && takenBackToTell(signals, closed)
  useNow(session, count > 0 || tookBack ? 1_000 : 0)
  const now = session.now()
  const mayCome = mayAlert(covers, now) && mayCover(paused, answeredAt, now)
  const [stands, setStands] = useState<Standing | null>(null)
  const standing = closed && nextStanding(stands, { signals, closed, pausedAt: paused, mayCome }, now)
  if (standing !== stands) setStands(standing)
  const [asked, ask] = useState<EventId | null>(null)
  const askedFor = putOff.find(({ id }) => id === asked)
  const signal = askedFor ?? standing?.signal
  const held = signal ?? waiting.at(-1)
  useAlarm(isLeftAlone(path) ? null : held)
  useEffect(() => (count > 0 ? markWaiting(title => t('mark', { count, title })) : undefined), [count, t])
  useEffect(() => {
    if (!closed || paused === null) return
    close(...waitingSignals(signals, closed, null).flatMap(({ id, pressedAt }) => (pressedAt < paused ? [id] : [])))
  }, [signals, closed, close, paused])
  useEffect(() => {
    // A pause leaves nothing to tell of one that was taken back before.
    if (paused !== null && tookBack) close(tookBack.id)
  }, [paused, tookBack, close])
  if (!partner || !me || !closed) return null
  const last = putOff.at(-1)
  const from = known?.name || (held ?? last)?.content.from
  const sender = from ? { ...partner, name: from, mark: from } : partner
  const ground = `from-${partner.seat}` as const

  const quiet = (of: SignalView, see: () => void) => (
    <QuietLine action={t('see')} onPress={see}>
      {t('waiting', { name: sender.name, word: of.content.word })}
    </QuietLine>
  )
  if (isLeftAlone(path)) {
    const what = waiting.at(-1) ?? last
    return what ? quiet(what, () => navigate('/')) : null
  }

  if (answered && answered.pause === paused) {
    return (
      <AlertFrame key="answered" ofSignal ground={`from-${me.seat}`}>
        <Suspense>
          <AnswerSent id={answered.id} text={answered.text} done={() => setAnswered(null)} />
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
            close(signal.id, ...(isBack ? [] : waiting.map(({ id }) => id)))
            setAnsweredAt(session.now())
            setAnswered(text === null ? null : { id: signal.id, text, pause: paused })
            if (isBack) {
              // What came in the meantime is a new thing: it does not take the place of this one.
              covers.alert = session.now()
              setStands(null)
            }
          }}
        />
      </AlertFrame>
    )
  }
  if (held) return quiet(held, () => setStands({ signal: held, since: session.now() }))
  return last ? quiet(last, () => ask(last.id)) : null
}

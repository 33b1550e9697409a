import { useState } from 'react'
import { useLocation } from 'wouter'
import type { EventId } from '../../../shared/ids.ts'
import { usePartner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { AlertFrame } from '../../shell/alert-frame.tsx'
import { covers } from '../../shell/covers.ts'
import { mayComeOver, nextShown, type Shown } from '../../shell/next-shown.ts'
import { isLeftAlone } from '../../shell/over-screens.ts'
import { QuietLine } from '../../shell/quiet-line.tsx'
import { useClosed } from '../../sync/use-closed.ts'
import { useNow } from '../../sync/use-now.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { RepairAlert } from './repair-alert.tsx'
import { RepairAnswered } from './repair-answered.tsx'
import { answerToTell, comesSecond, waitingRepairs } from './repairs.ts'

/**
 * The partner's repair over any screen but Help, without sound or buzz; and the answer to one's own, in a line. A pause that runs is
 * not broken into: both wait until it is over.
 */
export const IncomingRepair = () => {
  const { t } = useTranslation('repair')
  const session = useSession()
  const { repairs, signals, me, pause } = useSessionState()
  const partner = usePartner()
  const [path, navigate] = useLocation()
  useNow(session, 1_000)
  const now = session.now()
  const [closed, close] = useClosed(session, 'closed-repairs')
  const [read, markRead] = useClosed(session, 'read-repairs')
  const [answered, setAnswered] = useState<{ id: EventId; text: string } | null>(null)
  const [shown, show] = useState<Shown<EventId> | null>(null)
  const [closedSignals] = useClosed(session, 'closed-signals')
  const isSignalled = comesSecond(signals, closedSignals)
  const waiting = closed && pause.state.kind === 'none' ? waitingRepairs(repairs, closed, now) : []
  // A signal comes first, and over a repair that is there.
  const mayCome = !isSignalled && !isLeftAlone(path) && mayComeOver(covers, now)
  const next = nextShown(shown, waiting.map(({ id }) => id).reverse(), mayCome, now)
  if (next !== shown) show(next)
  if (!partner || !me || !closed || !read || pause.state.kind === 'paused') return null
  const repair = waiting.find(({ id }) => id === next?.id)
  if (answered) {
    return (
      <AlertFrame key="answered" ground={`from-${me.seat}`}>
        <RepairAnswered id={answered.id} text={answered.text} done={() => setAnswered(null)} />
      </AlertFrame>
    )
  }
  if (waiting.length > 0 && isLeftAlone(path)) {
    return (
      <QuietLine action={t('see')} onPress={() => navigate('/')}>
        {t('waiting', { name: partner.name })}
      </QuietLine>
    )
  }
  if (repair) {
    return (
      <AlertFrame key="repair" subject={repair.id} ground={`from-${partner.seat}`}>
        <RepairAlert
          repair={repair}
          partner={partner}
          answered={text => {
            setAnswered(text === null ? null : { id: repair.id, text })
            return close(...waiting.map(({ id }) => id))
          }}
        />
      </AlertFrame>
    )
  }
  const [newest] = waiting
  if (newest && !isSignalled) {
    return (
      <QuietLine action={t('see')} onPress={() => show({ id: newest.id, since: now })}>
        {t('waiting', { name: partner.name })}
      </QuietLine>
    )
  }
  const answer = path === '/repair' || isLeftAlone(path) ? null : answerToTell(repairs, read, now)
  return (
    answer?.answer && (
      <QuietLine words={answer.answer.text} action={t('gotIt')} onPress={() => markRead(answer.id)}>
        {t('answered', { name: partner.name })}
      </QuietLine>
    )
  )
}

import { otherSeat } from '../../../shared/ids.ts'
import { useDrill } from '../../documents/use-drill.ts'
import { usePartner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useSessionState } from '../../sync/use-session.ts'
import { AnswerStep } from './answer-step.tsx'
import { Begin } from './begin.tsx'
import { CalmStep } from './calm-step.tsx'
import { InvitedStep } from './invited-step.tsx'
import { Over } from './over.tsx'
import { PausedStep } from './paused-step.tsx'
import { PhraseStep } from './phrase-step.tsx'
import { SignalStep } from './signal-step.tsx'
import type { StepProps } from './step.ts'

/** `/drill`: both rehearse what they agreed on. What both phones show follows from the same log, also after a reload. */
export const DrillScreen = () => {
  const { t } = useTranslation('now')
  const { me, partnerNameGuess } = useSessionState()
  const partner = usePartner()
  const { drill, now } = useDrill()
  if (!me) return null
  if (!partner) return <Begin partner={{ seat: otherSeat(me.seat), name: partnerNameGuess || t('yourPartner') }} alone />
  const props: Omit<StepProps, 'drill'> = { me, partner, now }
  switch (drill.kind) {
    case 'none':
      return <Begin partner={partner} />
    case 'over':
      return <Over drill={drill} me={me} partner={partner} now={now} />
    case 'invited':
      return <InvitedStep drill={drill} {...props} />
    case 'signal':
      return <SignalStep drill={drill} {...props} />
    case 'answer':
      return <AnswerStep drill={drill} {...props} />
    case 'calm':
      return <CalmStep drill={drill} {...props} />
    case 'paused':
      return <PausedStep drill={drill} {...props} />
    case 'phrase':
      return <PhraseStep drill={drill} {...props} />
  }
}

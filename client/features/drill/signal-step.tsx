import { useHome } from '../../documents/use-home.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useSession } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Send } from '../../ui/icons.ts'
import { Settle } from '../../ui/settle.tsx'
import { SignalIcon } from '../../ui/signal-icon.tsx'
import { PracticePage } from './practice-page.tsx'
import { press, type StepProps } from './step.ts'
import { StopKey, Waiting } from './stop-key.tsx'

/** Who asked presses the agreed signal, as practice. */
export const SignalStep = ({ drill, me, partner, now }: StepProps) => {
  const { t } = useTranslation('drill')
  const session = useSession()
  const signal = useHome().signals[0]
  const word = signal?.word ?? t('practice')
  const { name } = partner
  if (drill.by !== me.seat) {
    return (
      <PracticePage
        moment="signal-waits"
        title={t('signal.waiting', { name })}
        lead={t('signal.waitingMore')}
        keys={<StopKey drill={drill} />}
      >
        <Waiting drill={drill} partner={partner} now={now} />
      </PracticePage>
    )
  }
  return (
    <PracticePage
      moment="signal"
      title={t('signal.title')}
      lead={t('signal.lead')}
      keys={
        <Settle>
          <CrisisKey
            kind="main"
            huge
            icon={signal?.emoji ? <SignalIcon emoji={signal.emoji} /> : <Send />}
            onClick={() => press(session, drill, { step: 'signal', word })}
          >
            {t('signal.press', { word })}
          </CrisisKey>
          <StopKey drill={drill} />
        </Settle>
      }
    />
  )
}

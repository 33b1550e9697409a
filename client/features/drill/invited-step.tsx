import { useTranslation } from '../../i18n/use-translation.ts'
import { useSession } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Check, X } from '../../ui/icons.ts'
import { Settle } from '../../ui/settle.tsx'
import { PracticePage } from './practice-page.tsx'
import { press, type StepProps } from './step.ts'
import { StopKey, Waiting } from './stop-key.tsx'

/** One asked; the other says yes or not now. */
export const InvitedStep = ({ drill, me, partner, now }: StepProps) => {
  const { t } = useTranslation('drill')
  const session = useSession()
  const { name } = partner
  if (drill.by === me.seat) {
    return (
      <PracticePage
        moment="invited"
        title={t('invited.waiting', { name })}
        lead={t('invited.waitingMore', { name })}
        keys={<StopKey drill={drill} />}
      >
        <Waiting drill={drill} partner={partner} now={now} />
      </PracticePage>
    )
  }
  return (
    <PracticePage
      moment="asked"
      title={t('invited.title', { name })}
      lead={t('invited.lead')}
      keys={
        <Settle>
          <CrisisKey kind="main" icon={<Check />} onClick={() => press(session, drill, { step: 'join' })}>
            {t('invited.yes')}
          </CrisisKey>
          <CrisisKey icon={<X />} onClick={() => press(session, drill, { step: 'stop' })}>
            {t('invited.no')}
          </CrisisKey>
        </Settle>
      }
    />
  )
}

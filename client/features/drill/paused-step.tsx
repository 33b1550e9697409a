import type { Running } from '../../../shared/drill.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useSession } from '../../sync/use-session.ts'
import { BreathingFloat } from '../../ui/breathing-float.tsx'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Check } from '../../ui/icons.ts'
import { keptClear } from '../../ui/kept-clear.ts'
import { Settle } from '../../ui/settle.tsx'
import styles from './drill.module.css'
import { PracticePage } from './practice-page.tsx'
import { press, type StepProps } from './step.ts'
import { StopKey, Waiting } from './stop-key.tsx'

/** One minute, the same on both phones by the server's clock; then each comes back with one press. */
export const PausedStep = ({ drill, me, partner, now }: StepProps<Extract<Running, { kind: 'paused' }>>) => {
  const { t } = useTranslation('drill')
  const session = useSession()
  // The phone that pressed may be a moment ahead of the server's clock.
  const left = Math.min(60, Math.max(0, Math.ceil((drill.until - now) / 1_000)))
  const isBack = drill.back.includes(me.seat)
  const { name } = partner
  if (left > 0) {
    return (
      <PracticePage moment="paused" title={t('paused.title')} lead={t('paused.lead')} keys={<StopKey drill={drill} />}>
        <div ref={keptClear} className={styles.breath}>
          <BreathingFloat size={132} on="ours" />
          <b role="timer" aria-label={t('paused.left')}>
            {`${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`}
          </b>
        </div>
      </PracticePage>
    )
  }
  return (
    <PracticePage
      moment={isBack ? 'back' : 'minute-over'}
      title={isBack ? t('paused.youBack', { name }) : t('paused.over')}
      lead={isBack ? undefined : t('paused.overMore')}
      keys={
        <Settle key={String(isBack)}>
          {!isBack && (
            <CrisisKey kind="main" huge icon={<Check />} onClick={() => press(session, drill, { step: 'return' })}>
              {t('paused.back')}
            </CrisisKey>
          )}
          <StopKey drill={drill} />
        </Settle>
      }
    >
      <p className={styles.lead} role="status">
        {drill.back.includes(partner.seat) && t('paused.partnerBack', { name })}
      </p>
      {isBack && <Waiting drill={drill} partner={partner} now={now} />}
    </PracticePage>
  )
}

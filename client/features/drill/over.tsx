import { useLocation } from 'wouter'
import { DRILL_ENDS_MS, type Drill } from '../../../shared/drill.ts'
import type { Instant } from '../../../shared/ids.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import type { Person } from '../../sync/session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Check, House, Minus } from '../../ui/icons.ts'
import { Sentences } from '../../ui/sentences.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { InviteKey } from './begin.tsx'
import { DeviceCheck } from './device-check.tsx'
import styles from './drill.module.css'
import { PracticePage } from './practice-page.tsx'

export interface OverProps {
  drill: Extract<Drill, { kind: 'over' }>
  me: Person
  partner: Person
  now: Instant
}

const STEPS = ['signal', 'answer', 'pause', 'return', 'phrase'] as const

/** How the drill ended, what was practised, and what this device can do. */
export const Over = ({ drill, me, partner, now }: OverProps) => {
  const { t } = useTranslation('drill')
  const [, navigate] = useLocation()
  const { rehearsed, why, since } = drill
  const { phrase } = rehearsed
  const [title, lead] = told(t, drill, me, partner.name)
  const did = {
    signal: rehearsed.signal !== null,
    answer: rehearsed.answer !== null,
    pause: rehearsed.paused,
    return: rehearsed.returned,
    phrase: phrase !== null,
  }
  return (
    <PracticePage
      moment="over"
      title={title}
      lead={lead}
      keys={
        <>
          <CrisisKey kind="main" icon={<House />} onClick={() => navigate('/')}>
            {t('over.close')}
          </CrisisKey>
          {/* Not while what was meant is fresh. */}
          {(why.of !== 'real' || now - since > DRILL_ENDS_MS) && <InviteKey main={false} label={t('over.again')} />}
        </>
      }
    >
      {phrase && (
        <blockquote className={styles.words}>
          <small>{phrase.from === me.seat ? t('over.youSaid') : t('over.says', { name: partner.name })}</small>
          <Sentences text={phrase.text} />
        </blockquote>
      )}
      {rehearsed.signal && (
        <>
          <h2 className={styles.label}>{t('over.rehearsed')}</h2>
          <ul className={styles.steps}>
            {STEPS.map(step => (
              <li key={step} data-done={did[step]}>
                {did[step] ? <Check /> : <Minus />}
                {t(`over.steps.${step}`)}
                <VisuallyHidden>: {t(did[step] ? 'over.did' : 'over.didNot')}</VisuallyHidden>
              </li>
            ))}
          </ul>
          <DeviceCheck drill={drill} me={me} partner={partner} />
        </>
      )}
    </PracticePage>
  )
}

const told = (
  t: ReturnType<typeof useTranslation<'drill'>>['t'],
  { why }: OverProps['drill'],
  me: Person,
  name: string,
): [string, string] => {
  switch (why.of) {
    case 'done':
      return [t('over.done'), t('over.doneMore')]
    case 'expired':
      return [t('over.expired'), t('over.expiredMore')]
    case 'stopped':
      return [why.by === me.seat ? t('over.stoppedByMe') : t('over.stopped', { name }), t('over.stoppedMore')]
    case 'declined':
      return [why.by === me.seat ? t('over.declinedByMe') : t('over.declined', { name }), t('over.stoppedMore')]
    case 'real':
      return [t(why.what === 'signal' ? 'over.realSignal' : 'over.realPause'), t('over.realMore')]
  }
}

import { useTranslation } from '../../i18n/use-translation.ts'
import { Check } from '../../ui/icons.ts'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { type Step, steps } from './messages.ts'
import styles from './steps.module.css'

interface StepsProps {
  done: ReadonlySet<Step>
  names: { a: string; b: string }
}

const nextOf = (done: ReadonlySet<Step>) => steps.find(step => !done.has(step))

/** What to try next, for a window in which the list of steps lies out of sight. Read aloud from there. */
export const NextStep = ({ done, names }: StepsProps) => {
  const { t } = useTranslation('bothSides')
  const next = nextOf(done)
  if (!next) return null
  return (
    <p className={styles.next} aria-hidden="true">
      <b>
        {steps.indexOf(next) + 1}. {t(next, names)}.
      </b>{' '}
      {t(`${next}More`, names)}
    </p>
  )
}

/** What to try, ticked by what really happened on the phones. */
export const Steps = ({ done, names }: StepsProps) => {
  const { t } = useTranslation('bothSides')
  const next = nextOf(done)
  return (
    <ol className={styles.steps} aria-label={t('steps')}>
      {steps.map((step, index) => (
        <li key={step} className={done.has(step) ? styles.done : undefined} aria-current={step === next ? 'step' : undefined}>
          <span aria-hidden="true">{done.has(step) ? <Check /> : index + 1}</span>
          <div>
            <b>
              {done.has(step) && <VisuallyHidden>{t('stepDone')} </VisuallyHidden>}
              {t(step, names)}
            </b>
            {step === next && <small>{t(`${step}More`, names)}</small>}
          </div>
        </li>
      ))}
    </ol>
  )
}

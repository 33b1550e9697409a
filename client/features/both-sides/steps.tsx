import { useTranslation } from '../../i18n/use-translation.ts'
import { Check } from '../../ui/icons.ts'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { type Step, steps } from './messages.ts'
import styles from './steps.module.css'

/** What to try, ticked by what really happened on the phones. */
export const Steps = ({ done, names }: { done: ReadonlySet<Step>; names: { a: string; b: string } }) => {
  const { t } = useTranslation('bothSides')
  const next = steps.find(step => !done.has(step))
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

import { memo, useEffect } from 'react'
import { PAUSE_CLAUSE_ID } from '../../../shared/clause.ts'
import { PAUSE_CEILING_MINUTES, PAUSE_FLOOR_MINUTES, type PauseMinutes } from '../../documents/agreement-view.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { NumberField } from '../../ui/number-field.tsx'
import { pauseDraftOf } from './assents.ts'
import { clauseElementId } from './clause-card.tsx'
import { ClauseRow } from './clause-row.tsx'
import styles from './pause-rule.module.css'
import { useMinutes } from './use-minutes.ts'
import { minuteParts } from './wording-parts.ts'
import { useWriting } from './writing.ts'

type Field = keyof PauseMinutes
const fields = ['shortest', 'usual', 'longest'] as const

/** What stands together: shortest ≤ usual ≤ longest, from 20 minutes to 24 hours. */
const rangeOf = ({ shortest, usual, longest }: PauseMinutes): Record<Field, { min: number; max: number }> => ({
  shortest: { min: PAUSE_FLOOR_MINUTES, max: usual },
  usual: { min: shortest, max: longest },
  longest: { min: usual, max: PAUSE_CEILING_MINUTES },
})

/** How long a pause is: a clause of three numbers. Drawn anew only when one of them has changed. */
export const PauseRule = memo(({ minutes }: { minutes: PauseMinutes }) => {
  const { t } = useTranslation('agreement')
  const { agreement, tellUnkept } = useWriting() ?? {}
  const inHand = useMinutes(agreement, minutes)
  const { unkept } = inHand
  useEffect(() => {
    tellUnkept?.(unkept)
    return () => tellUnkept?.(null)
  }, [tellUnkept, unkept])
  const ranges = rangeOf(minutes)
  const why = { shortest: t('pause.whyShortest'), usual: t('pause.whyUsual'), longest: t('pause.whyLongest') }
  return (
    <ClauseRow
      id={clauseElementId(PAUSE_CLAUSE_ID)}
      name={t('pause.title')}
      title={t('pause.heading')}
      draft={pauseDraftOf(minutes)}
      parts={minuteParts(minutes)}
      starter={false}
      otherwise={unkept === 'refused'}
    >
      <h3 className={styles.heading}>{t('pause.heading')}</h3>
      <div className={styles.fields}>
        {fields.map(field => {
          const label = t(`pause.${field}`)
          return (
            <div key={field} data-field={field}>
              <NumberField
                label={label}
                value={minutes[field]}
                {...ranges[field]}
                step={5}
                disabled={!agreement}
                typed={inHand.typed(field)}
                onTyped={text => inHand.type(field, text)}
                onSettled={() => inHand.settle(field)}
                onStep={value => inHand.step(field, value)}
                lessLabel={t('pause.less', { field: label })}
                moreLabel={t('pause.more', { field: label })}
                error={inHand.refused(field) ? t('pause.range', { ...ranges[field], why: why[field] }) : undefined}
              />
            </div>
          )
        })}
      </div>
      <p className={styles.hint}>{t('pause.hint')}</p>
    </ClauseRow>
  )
})

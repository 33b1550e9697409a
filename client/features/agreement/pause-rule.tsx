import { memo, useState } from 'react'
import { PAUSE_CLAUSE_ID } from '../../../shared/clause.ts'
import { PAUSE_CEILING_MINUTES, PAUSE_FLOOR_MINUTES, type PauseMinutes } from '../../documents/agreement-view.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { NumberField } from '../../ui/number-field.tsx'
import { pauseDraftOf } from './assents.ts'
import { clauseElementId } from './clause-card.tsx'
import { ClauseRow } from './clause-row.tsx'
import styles from './pause-rule.module.css'
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
  const agreement = useWriting()?.agreement
  const [refused, setRefused] = useState<ReadonlySet<Field>>(new Set())
  const ranges = rangeOf(minutes)
  const set = (field: Field, value: number) => {
    const result = agreement?.setPauseMinutes({ [field]: value })
    mark(field, Boolean(result && !result.ok))
  }
  const mark = (field: Field, wrong: boolean) =>
    setRefused(before => new Set([...fields].filter(one => (one === field ? wrong : before.has(one)))))
  const why = { shortest: t('pause.whyShortest'), usual: t('pause.whyUsual'), longest: t('pause.whyLongest') }
  return (
    <ClauseRow
      id={clauseElementId(PAUSE_CLAUSE_ID)}
      name={t('pause.title')}
      title={t('pause.heading')}
      draft={pauseDraftOf(minutes)}
      parts={minuteParts(minutes)}
      starter={false}
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
                onChange={value => set(field, value)}
                onOutside={() => mark(field, true)}
                onRestored={() => mark(field, false)}
                lessLabel={t('pause.less', { field: label })}
                moreLabel={t('pause.more', { field: label })}
                error={refused.has(field) ? t('pause.range', { ...ranges[field], why: why[field] }) : undefined}
              />
            </div>
          )
        })}
      </div>
      <p className={styles.hint}>{t('pause.hint')}</p>
    </ClauseRow>
  )
})

import type { MouseEvent } from 'react'
import { otherSeat, type Seat } from '../../../shared/ids.ts'
import type { ChangedField, ChangedWords, ClauseChange } from '../../documents/clause-change.ts'
import type { Decision } from '../../documents/clause-changes.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { PartnerShape } from '../../ui/partner-shape.tsx'
import styles from './changed-apart.module.css'
import { useCouple } from './couple.ts'

interface ChangedApartProps {
  apart: NonNullable<ClauseChange['apart']>
  onDecide: (decision: Decision) => void
}

/**
 * What both changed in a clause without knowing of the other's change: both wordings of a field that both wrote in, and of another
 * the one that was written. A hint: nothing has to be decided.
 */
export const ChangedApart = ({ apart, onDecide }: ChangedApartProps) => {
  const { mine, theirs, fields, alone, unsure } = apart
  const { t } = useTranslation('agreement')
  const title = t(`together.apart.${unsure ? 'titleUnsure' : 'title'}`)
  const { partnerName } = useCouple()
  const hasDecision = fields.length > 0 && !apart.wroteOn
  const decide = (event: MouseEvent, decision: Decision) => {
    // The hint goes with its buttons: the card keeps the focus.
    const hint = event.currentTarget.closest('[role="group"]')
    const card = hint?.parentElement?.closest<HTMLElement>('[role="group"]')
    onDecide(decision)
    if (card && card.tabIndex !== 0) card.tabIndex = -1
    card?.focus()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: nothing is filled in
    <div className={styles.apart} role="group" aria-label={title}>
      <p className={styles.title}>{title}.</p>
      {fields.map(field => (
        <div key={field} className={styles.field}>
          <FieldName field={field} />
          <Wording isMine unsure={unsure} words={mine} field={field} />
          <Wording isMine={false} unsure={unsure} words={theirs} field={field} />
        </div>
      ))}
      {alone.map(({ field, by }) => (
        <div key={field} className={styles.field}>
          <FieldName field={field} />
          <Wording isMine={by === 'mine'} unsure={unsure} words={apart[by]} field={field} />
        </div>
      ))}
      <p className={styles.about}>{t(`together.apart.${aboutOf(apart)}`)}</p>
      {hasDecision && alone.length > 0 && <p className={styles.about}>{t('together.apart.aboutAlone')}</p>}
      <div className={styles.decisions}>
        <Button size="small" onClick={event => decide(event, 'keep')}>
          {t('together.apart.keep')}
        </Button>
        {hasDecision && (
          <>
            <Button size="small" onClick={event => decide(event, 'mine')}>
              {t(`together.apart.${unsure ? 'takeOne' : 'mine'}`)}
            </Button>
            <Button size="small" onClick={event => decide(event, 'theirs')}>
              {unsure ? t('together.apart.takeAnother') : t('together.apart.theirs', { name: partnerName })}
            </Button>
          </>
        )}
      </div>
    </div>
  )
}

const FieldName = ({ field }: { field: ChangedField }) => {
  const { t } = useTranslation('agreement')
  return <p className={styles.name}>{isMinutes(field) ? t(`together.apart.${field}`) : t(`field.${field}`)}</p>
}

interface WordingProps {
  isMine: boolean
  unsure: true | undefined
  words: ChangedWords
  field: ChangedField
}

const Wording = ({ isMine, unsure, words, field }: WordingProps) => {
  const { t } = useTranslation('agreement')
  const { mySeat } = useCouple()
  const seat = isMine ? mySeat : otherSeat(mySeat)
  const text = words[field] ?? ''
  const shown = isMinutes(field) && text !== '' ? t('together.apart.minutes', { count: Number(text) }) : text
  return (
    <div className={styles.wording} data-seat={unsure ? undefined : seat}>
      {unsure ? <p className={styles.who}>{t(`together.apart.${isMine ? 'one' : 'another'}`)}</p> : <Writer seat={seat} />}
      {shown === '' ? (
        <p className={styles.nothing}>{t('together.apart.nothing')}</p>
      ) : (
        <p className={styles.words} dir="auto">
          {shown}
        </p>
      )}
    </div>
  )
}

const Writer = ({ seat }: { seat: Seat }) => {
  const { t } = useTranslation('agreement')
  const { mySeat, partnerName, marks } = useCouple()
  return (
    <p className={styles.who}>
      <PartnerShape seat={seat} name={marks[seat]} size={22} />
      {seat === mySeat ? t('together.apart.youWrote') : t('together.apart.wrote', { name: partnerName })}
    </p>
  )
}

const isMinutes = (field: ChangedField): field is 'shortest' | 'usual' | 'longest' =>
  field === 'shortest' || field === 'usual' || field === 'longest'

/** To take one wording back would lose what was written on since. */
const aboutOf = ({ fields, wroteOn, unsure }: ChangedApartProps['apart']) => {
  if (wroteOn) return 'wroteOn'
  if (fields.length === 0) return unsure ? 'aboutNoneUnsure' : 'aboutNone'
  if (unsure) return 'aboutUnsure'
  return fields.some(isMinutes) ? 'aboutMinutes' : 'about'
}

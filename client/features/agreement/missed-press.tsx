import { useMemo, useState } from 'react'
import type { AgreementRecord } from '../../documents/agreement-record.ts'
import { missedBy } from '../../documents/standing.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useClosed } from '../../sync/use-closed.ts'
import { useSession } from '../../sync/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { useAssents } from './assents.ts'
import { useCouple } from './couple.ts'
import styles from './in-force.module.css'
import { focusHeading } from './keep-focus.ts'
import { usePartLabels } from './part-labels.ts'

/** A press may name two hundred: so many are called by their titles. */
const NAMED = 5

/** What one's own last press named and did not put in force: at every opening, until it is closed on this device. */
export const MissedPress = () => {
  const { t } = useTranslation('agreement')
  const { titleOf } = usePartLabels()
  const { mySeat, partnerName: name } = useCouple()
  const [closed, close] = useClosed(useSession(), 'closed-presses')
  const record = useCheckedRecord()
  const press = record.lastPress(mySeat)
  const missed = useMemo(() => missedBy(record, mySeat), [record, mySeat])
  if (!press || missed.length === 0 || !closed || closed.has(press.id)) return null
  const number = record.versions.find(({ id }) => id === press.id)?.number
  const named = missed.slice(0, NAMED).map(({ wording }) => `“${titleOf(wording)}”`)
  const more = missed.length - named.length
  const titles = more > 0 ? t('assent.force.andMore', { titles: named.join(', '), count: more }) : named.join(', ')
  const said = { count: missed.length, titles, name }
  return (
    <div className={styles.held}>
      <span role="status">
        {number === undefined ? t('assent.force.missedAll', said) : t('assent.force.missed', { ...said, number })}
      </span>
      <Button
        kind="quiet"
        size="small"
        onClick={({ currentTarget }) => {
          focusHeading(currentTarget)
          close(press.id)
        }}
      >
        {t('assent.force.gotIt')}
      </Button>
    </div>
  )
}

/** While what came last is still being checked, what was so before stays: nothing blinks, and no key goes from under a press. */
const useCheckedRecord = (): AgreementRecord => {
  const { record } = useAssents()
  const [checked, setChecked] = useState(record)
  if (record.unverified) return checked
  if (record !== checked) setChecked(record)
  return record
}

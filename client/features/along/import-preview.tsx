import { useId, useState } from 'react'
import type { Agreement } from '../../documents/agreement.ts'
import type { AgreementRecord } from '../../documents/agreement-record.ts'
import { type AgreementView, MOST_READ } from '../../documents/agreement-view.ts'
import { keyOf, wordsOf } from '../../documents/clause-words.ts'
import { readGone } from '../../documents/gone-clauses.ts'
import {
  changesNothing,
  type ImportChoice,
  type ImportPlan,
  planImport,
  samePause,
  samePlan,
} from '../../documents/import-plan.ts'
import type { ReadFile } from '../../documents/read-agreement-file.ts'
import type { Removals } from '../../documents/removals.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Switch } from '../../ui/switch.tsx'
import { Text } from '../../ui/text.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import styles from './along.module.css'
import { ChangedClauses } from './changed-clauses.tsx'
import { ClauseList } from './clause-list.tsx'
import { titleOf } from './clause-title.ts'
import { pauseText } from './durations.ts'
import type { BroughtIn } from './import-done.tsx'

interface ImportPreviewProps {
  name: string
  file: ReadFile
  view: AgreementView
  agreement: Agreement
  removals: Removals
  record: AgreementRecord
  onLeave: () => void
  onDone: (done: BroughtIn) => void
}

/** What a file would do to the draft as it is, and the two ways to let it. */
export const ImportPreview = ({ name, file, view, agreement, removals, record, onLeave, onDone }: ImportPreviewProps) => {
  const { t } = useTranslation('along')
  const heading = useId()
  const [choice, setChoice] = useState<ImportChoice>('add')
  const [asked, setAsked] = useState<boolean | null>(null)
  const [changed, setChanged] = useState(false)
  // A draft like the file has its minutes too, unless they are left out by hand.
  const pause = asked ?? choice === 'same'
  const planOf = (draft: AgreementView) =>
    planImport(draft, readGone(agreement, removals.takenOut(), record), file, choice, pause)
  const plan = planOf(view)
  const bringIn = () => {
    const now = planOf(agreement.snapshot())
    // The partner may have written since this was drawn: nothing is done that was not shown.
    if (!samePlan(now, plan)) return setChanged(true)
    agreement.bringIn(plan)
    onDone({ ...countsOf(plan), pause: plan.pause !== null, step: agreement.undoManager.undoStack.at(-1) })
  }
  return (
    <section className={styles.preview} aria-labelledby={heading}>
      <Text kind="section" as="h3" id={heading}>
        {t('bring.preview', { name })}
      </Text>
      <Segments
        label={t('bring.choice')}
        value={choice}
        options={(['add', 'same'] as const).map(value => ({ value, label: t(`bring.${value}`) }))}
        onChange={setChoice}
      />
      <Text kind="caption">{t(`bring.${choice}More`)}</Text>
      {!samePause(view.pause, file.pause) && (
        <Switch
          label={t('bring.pause')}
          detail={t('bring.pauseMore', { theirs: pauseText(file.pause, t), ours: pauseText(view.pause, t) })}
          checked={pause}
          onChange={setAsked}
        />
      )}
      <Effects plan={plan} file={file} pauseStays={plan.pause === null && !samePause(view.pause, file.pause)} />
      <VisuallyHidden>
        <span role="status">
          {t('bring.inShort', countsOf(plan))} {plan.back.length > 0 && t('bring.inShortBack', countsOf(plan))}{' '}
          {plan.pause && t('bring.inShortPause')}
        </span>
      </VisuallyHidden>
      {changed && <Notice role="alert" title={t('bring.changed')} />}
      <div className={styles.actions}>
        <Button kind="main" disabled={changesNothing(plan) || plan.full.length > 0} onClick={bringIn}>
          {t('bring.bringIn')}
        </Button>
        <Button onClick={onLeave}>{t('bring.leave')}</Button>
      </div>
    </section>
  )
}

const countsOf = ({ added, back, changed, removed }: ImportPlan) => ({
  added: added.length,
  back: back.length,
  changed: changed.length,
  removed: removed.length,
})

interface EffectsProps {
  plan: ImportPlan
  file: ReadFile
  /** The file has other minutes, and they are left out. */
  pauseStays: boolean
}

const Effects = ({ plan, file, pauseStays }: EffectsProps) => {
  const { t } = useTranslation('along')
  const { added, back, removed, changed, there, moved, pause, full, alike } = plan
  return (
    <div className={styles.effects}>
      {added.length > 0 && <ClauseList title={t('bring.adds', { count: added.length })} clauses={added} />}
      {back.length > 0 && <ClauseList title={t('bring.backs', { count: back.length })} clauses={back} />}
      {changed.length > 0 && <ChangedClauses title={t('bring.changes', { count: changed.length })} changed={changed} />}
      {removed.length > 0 && (
        <ClauseList title={t('bring.removes', { count: removed.length })} clauses={removed.map(wordsOf)} taken />
      )}
      {full.length > 0 && (
        <Notice
          kind="warn"
          title={t('bring.full', { limit: MOST_READ, kinds: full.map(kind => t(`kinds.${kind}`)).join(', ') })}
        />
      )}
      <ul>
        {changesNothing(plan) && <li>{t(pauseStays ? 'bring.nothingButPause' : 'bring.nothing')}</li>}
        {!changesNothing(plan) && there > 0 && <li>{t('bring.there', { count: there })}</li>}
        {back.length > 0 && <li>{t('bring.backMore')}</li>}
        {moved && <li>{t('bring.moved')}</li>}
        {pause && <li>{t('bring.minutes', { minutes: pauseText(pause, t) })}</li>}
        {alike.map(words => (
          <li key={keyOf(words)}>{t('bring.alike', { title: titleOf(words) })}</li>
        ))}
        {file.tidied > 0 && <li>{t('bring.tidied', { count: file.tidied })}</li>}
        {file.repeated > 0 && <li>{t('bring.repeated', { count: file.repeated })}</li>}
      </ul>
    </div>
  )
}

import { useCallback, useRef, useState, useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'
import type { Agreement } from '../../documents/agreement.ts'
import type { HeldClause } from '../../documents/agreement-record.ts'
import { type AgreementView, MOST_READ } from '../../documents/agreement-view.ts'
import { hasRoomFor } from '../../documents/bring-back.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Undo2 } from '../../ui/icons.ts'
import { Text } from '../../ui/text.tsx'
import { useAssents } from './assents.ts'
import { allClauses } from './clause-title.ts'
import { ExitKey } from './exit-key.tsx'
import { usePartLabels } from './part-labels.ts'
import styles from './versions.module.css'
import { WhatChanged } from './what-changed.tsx'
import {
  changedParts,
  draftParts,
  hasParts,
  minuteParts,
  type SeatName,
  type WordingParts,
  wordingParts,
} from './wording-parts.ts'

interface BringBackProps {
  clause: HeldClause
  /** Number of the version these words are from. */
  version: number
  view: AgreementView
  agreement: Agreement
}

/** Old words on the table again. Where the draft says something else, both are shown and it is asked which; and it can be undone. */
export const BringBack = ({ clause, version, view, agreement }: BringBackProps) => {
  const { t } = useTranslation('agreement')
  const { say } = useAssents()
  const { nameOf, titleOf } = usePartLabels()
  const [asking, setAsking] = useState<'no' | 'yes' | 'moved'>('no')
  const [step, setStep] = useState<unknown>(null)
  const key = useRef<HTMLButtonElement>(null)
  const undoKey = useRef<HTMLButtonElement>(null)
  const subscribe = useCallback((changed: () => void) => agreement.subscribe(changed), [agreement])
  const newest = useSyncExternalStore(subscribe, () => agreement.undoManager.undoStack.at(-1))
  const held = wordingParts(clause.wording, nameOf)
  const draft = draftOf(view, clause, nameOf)
  const changes = draft && changedParts(draft, held)
  const bringBack = () => {
    const now = draftOf(agreement.snapshot(), clause, nameOf)
    // Nothing is overwritten that was not on the screen.
    if (!sameParts(now, draft)) return setAsking('moved')
    flushSync(() => {
      agreement.bringBack(clause.clauseId, clause.wording)
      setStep(agreement.undoManager.undoStack.at(-1))
      setAsking('no')
    })
    undoKey.current?.focus()
    say(t('versions.brought', { title: titleOf(clause.wording) }))
  }
  const undo = () => {
    flushSync(() => {
      agreement.undo()
      setStep(null)
    })
    key.current?.focus()
  }
  if (step !== null && newest === step)
    return (
      <p className={styles.brought}>
        <span>{t('versions.brought', { title: titleOf(clause.wording) })}</span>
        <Button ref={undoKey} size="small" icon={<Undo2 />} onClick={undo}>
          {t('versions.undo')}
        </Button>
      </p>
    )
  if (changes?.length === 0) return <Text kind="caption">{t('versions.draftSame')}</Text>
  if (!draft && !hasRoomFor(view, clause.wording)) return <Text kind="caption">{t('versions.full', { limit: MOST_READ })}</Text>
  return (
    <div>
      <Button ref={key} size="small" onClick={() => (draft ? setAsking('yes') : bringBack())}>
        {t('versions.bringBack')}
      </Button>
      <Dialog
        title={t('versions.ask.title')}
        open={asking !== 'no'}
        onClose={() => setAsking('no')}
        aside={<ExitKey />}
        actions={
          <>
            <Button kind="main" onClick={bringBack}>
              {t('versions.ask.use', { number: version })}
            </Button>
            <Button onClick={() => setAsking('no')}>{t('versions.ask.keep')}</Button>
          </>
        }
      >
        {asking === 'moved' && <p role="alert">{t('versions.ask.moved')}</p>}
        {draft && asking !== 'no' && (
          <>
            <WhatChanged title={t('versions.ask.change')} changes={changes ?? []} named={hasParts(clause.wording)} />
            <Side title={t('versions.ask.draft')} parts={draft} />
            <Side title={t('versions.ask.version', { number: version })} parts={held} />
          </>
        )}
      </Dialog>
    </div>
  )
}

const Side = ({ title, parts }: { title: string; parts: WordingParts }) => {
  const { labelOf } = usePartLabels()
  const said = [...parts].filter(([, text]) => text.trim() !== '')
  return (
    <section className={styles.side}>
      <h3>{title}</h3>
      {said.map(([part, text]) => (
        <p key={part}>
          {said.length > 1 && <span>{labelOf(part)}</span>}
          {text}
        </p>
      ))}
    </section>
  )
}

/** What the draft says under this id; null when it is gone from it, or of another kind. */
const draftOf = (view: AgreementView, { clauseId, wording }: HeldClause, nameOf: SeatName): WordingParts | null => {
  if (wording.kind === 'pause') return minuteParts(view.pause)
  const clause = allClauses(view).find(({ id, kind }) => id === clauseId && kind === wording.kind)
  return clause ? draftParts(clause, nameOf) : null
}

const sameParts = (one: WordingParts | null, other: WordingParts | null): boolean =>
  one === other || (one !== null && other !== null && [...one].every(([part, text]) => other.get(part) === text))

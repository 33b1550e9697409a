import { memo, useCallback, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'
import type { ClauseKind, ClauseView } from '../../documents/agreement-view.ts'
import { saysNothing, wordsOf } from '../../documents/clause-words.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { Undo2 } from '../../ui/icons.ts'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { ClauseCard, clauseElementId } from './clause-card.tsx'
import { allClauses, clauseTitle } from './clause-title.ts'
import styles from './clauses.module.css'
import { GoneClauses, StillInForce } from './gone-clauses.tsx'
import { MoreClauses, useFirstOf } from './more-clauses.tsx'
import { MovableList } from './movable-list.tsx'
import { RemovedApartRow, useRemovedApart } from './removed-apart.tsx'
import { TakenOutRow } from './taken-out-row.tsx'
import { useTakenOut } from './use-taken-out.ts'
import { useWriting } from './writing.ts'

interface ClausesProps {
  kind: ClauseKind
  /** Those shown here. */
  clauses: readonly ClauseView[]
  /** All of the kind: the places that a clause can move to. */
  all?: readonly ClauseView[]
  /** Whose promises, where there are several lists of them. */
  seat?: 'a' | 'b' | null
  /** Was added on this page just now. */
  fresh: string | null
  /** One was removed: nothing is fresh any more. */
  onRemoved: () => void
}

interface Removed {
  id: string
  title: string
  /** It says something: its words can be found later too. */
  kept: boolean
  place: number
  /** The newest step of undo just after; while it is the newest, "Bring it back" undoes exactly this. Null for the partner's. */
  step: unknown
}

/** The clauses of one kind, in their order. Drawn anew only when one of them has changed. */
export const Clauses = memo(({ kind, clauses, all = clauses, seat, fresh, onRemoved }: ClausesProps) => {
  const { t } = useTranslation('agreement')
  const writing = useWriting()
  const [removed, setRemoved] = useState<Removed | null>(null)
  const [said, setSaid] = useState('')
  /** Was brought back by the partner while somebody stood on the key that would. */
  const [back, setBack] = useState<{ id: string } | null>(null)
  const bringBack = useRef<HTMLButtonElement>(null)
  const agreement = writing?.agreement
  const subscribe = useCallback((changed: () => void) => agreement?.subscribe(changed) ?? (() => undefined), [agreement])
  const isNewest = useSyncExternalStore(subscribe, () => agreement?.undoManager.undoStack.at(-1) === removed?.step)
  if (removed && clauses.some(({ id }) => id === removed.id)) {
    if (document.activeElement?.closest(`.${styles.removed}`)) setBack({ id: removed.id })
    setRemoved(null)
  }
  useLayoutEffect(() => {
    if (back && document.activeElement === document.body) document.getElementById(clauseElementId(back.id))?.focus()
  }, [back])
  const { shown, showTo } = useFirstOf(clauses, fresh)
  const apart = useRemovedApart(kind, seat)
  const shownRemoved = isNewest && !apart.some(({ clause }) => clause.id === removed?.id) ? removed : null
  const isHere = (clause: ClauseView) => clause.kind === kind && (seat === undefined || clause.seat === seat)
  const [takenOut, forgetTakenOut] = useTakenOut(clauses, removed?.id, writing, isHere)

  const titleOf = (id: string) => {
    const clause = clauses.find(one => one.id === id)
    return (clause && clauseTitle(clause)) || t(`fresh.${kind}`)
  }
  /** To the place that another has among those shown here. */
  const moveTo = (id: string, place: number) => {
    const there = clauses[place]
    if (!agreement || !there) return
    const focused = document.activeElement
    const title = titleOf(id)
    flushSync(() => {
      agreement.moveClause(id, all.indexOf(there))
      showTo(place)
    })
    // A card that changes its place loses the focus on the way.
    if (focused instanceof HTMLElement) focused.focus()
    const here = new Set(clauses.map(clause => clause.id))
    const now = allClauses(agreement.snapshot()).filter(clause => here.has(clause.id))
    const came = now.findIndex(clause => clause.id === id)
    // The partner may have removed it meanwhile: nothing moved then.
    if (came >= 0) setSaid(t('moved', { title, place: came + 1, of: now.length }))
  }
  const move = (id: string, by: -1 | 1) => moveTo(id, clauses.findIndex(clause => clause.id === id) + by)
  const remove = (id: string) => {
    if (!agreement) return
    const place = clauses.findIndex(clause => clause.id === id)
    const title = titleOf(id)
    const clause = clauses[place]
    const kept = clause !== undefined && !saysNothing(wordsOf(clause))
    flushSync(() => {
      agreement.removeClause(id)
      onRemoved()
      setRemoved({ id, title, kept, place, step: agreement.undoManager.undoStack.at(-1) })
    })
    bringBack.current?.focus()
  }
  // Cards are drawn anew for their own sake only: what they call stays the same function.
  const latest = useRef({ move, remove })
  useLayoutEffect(() => {
    latest.current = { move, remove }
  })
  const onMove = useCallback((id: string, by: -1 | 1) => latest.current.move(id, by), [])
  const onRemove = useCallback((id: string) => latest.current.remove(id), [])
  const undoRemove = ({ id }: Removed) => {
    flushSync(() => agreement?.undo())
    document.getElementById(clauseElementId(id))?.focus()
  }

  const toldOf = new Set([
    ...[...all, ...takenOut, ...apart.map(({ clause }) => clause)].map(({ id }) => id),
    ...(shownRemoved ? [shownRemoved.id] : []),
  ])
  const gone = shownRemoved && (
    <li key="removed" className={styles.removed}>
      <span>{t(shownRemoved.kept ? 'removedKept' : 'removed', { title: shownRemoved.title })}</span>
      <Button ref={bringBack} size="small" icon={<Undo2 />} onClick={() => undoRemove(shownRemoved)}>
        {t('bringBack')}
      </Button>
      <StillInForce clauseId={shownRemoved.id} />
    </li>
  )
  const cards = shown.map((clause, index) => (
    <li key={clause.id} style={{ '--more-lines': moreLines(clause) }}>
      <ClauseCard
        clause={clause}
        fresh={clause.id === fresh}
        first={index === 0}
        last={index === clauses.length - 1}
        onMove={onMove}
        onRemove={onRemove}
      />
    </li>
  ))
  if (gone) cards.splice(shownRemoved.place, 0, gone)
  for (const one of takenOut)
    cards.splice(
      one.place,
      0,
      <TakenOutRow
        key={`taken out ${one.id} ${one.loss?.number}`}
        takenOut={one}
        kind={kind}
        onBringBack={() => {
          forgetTakenOut(one)
          if (one.loss) return agreement?.plantAgain(one.loss) ?? null
          agreement?.showClause(one.id)
          return one.id
        }}
      />,
    )
  for (const one of apart) cards.push(<RemovedApartRow key={`apart ${one.clause.id}`} removed={one} />)
  return (
    <>
      {cards.length > 0 ? (
        <MovableList ids={shown.map(({ id }) => id)} titleOf={titleOf} onMove={moveTo}>
          <ul className={styles.clauses} data-kind={kind} data-many={clauses.length > MANY || undefined}>
            {cards}
          </ul>
        </MovableList>
      ) : (
        <p className={styles.empty}>{t(`noneYet.${kind}`)}</p>
      )}
      <MoreClauses clauses={clauses} shown={shown} showTo={showTo} />
      <GoneClauses kind={kind} seat={seat} here={toldOf} />
      <VisuallyHidden>
        <span role="status">{said}</span>
      </VisuallyHidden>
    </>
  )
}, sameClauses)

/** As many cards lie about one window, all told. */
const MANY = 12
/** On a phone, about. */
const LETTERS_PER_LINE = 36

/** By how many lines a clause is longer than one whose texts take a line each. */
const moreLines = ({ texts }: ClauseView): number =>
  Object.values(texts).reduce((sum, text) => sum + Math.max(0, Math.ceil(text.length / LETTERS_PER_LINE) - 1), 0)

function sameClauses(one: ClausesProps, other: ClausesProps): boolean {
  return (
    one.kind === other.kind &&
    one.fresh === other.fresh &&
    sameList(one.clauses, other.clauses) &&
    sameList(one.all ?? one.clauses, other.all ?? other.clauses)
  )
}

const sameList = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((clause, place) => clause === other[place])

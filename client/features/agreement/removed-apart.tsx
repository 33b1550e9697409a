import { useCallback, useSyncExternalStore } from 'react'
import type { ClauseKind, ClauseView } from '../../documents/agreement-view.ts'
import type { RemovedApart } from '../../documents/removals.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { Undo2 } from '../../ui/icons.ts'
import { clauseTitle } from './clause-title.ts'
import styles from './clauses.module.css'
import { useCouple } from './couple.ts'
import { focusBrought, focusHeading } from './keep-focus.ts'
import { useWriting } from './writing.ts'

const NONE: readonly RemovedApart[] = []

/** What one removed and the partner changed, neither knowing of the other. */
export const useRemovedApart = (kind: ClauseKind, seat: 'a' | 'b' | null | undefined): readonly RemovedApart[] => {
  const removals = useWriting()?.together.removals
  const subscribe = useCallback((changed: () => void) => removals?.subscribe(changed) ?? (() => undefined), [removals])
  const all = useSyncExternalStore(subscribe, () => removals?.apart() ?? NONE)
  return all.filter(({ clause }) => clause.kind === kind && (seat === undefined || clause.seat === seat))
}

/** Tells who removed it what became of it, with both wordings to be had. */
export const RemovedApartRow = ({ removed }: { removed: RemovedApart }) => {
  const { t } = useTranslation('agreement')
  const { partnerName: name } = useCouple()
  const removals = useWriting()?.together.removals
  const { clause } = removed
  const [before, now] = [titleBefore(removed), clauseTitle(clause)]
  const bringBack = (key: Element, words: 'theirs' | 'before') =>
    focusBrought(key, () => {
      removals?.bringBack(removed, words)
      return clause.id
    })
  return (
    <li className={styles.removed}>
      <span role="status">{t(`together.removedApart.${before === now ? 'toldSame' : 'told'}`, { before, now, name })}</span>
      <Button size="small" icon={<Undo2 />} onClick={({ currentTarget }) => bringBack(currentTarget, 'theirs')}>
        {t('together.removedApart.theirs', { name })}
      </Button>
      <Button size="small" icon={<Undo2 />} onClick={({ currentTarget }) => bringBack(currentTarget, 'before')}>
        {t('together.removedApart.before')}
      </Button>
      <Button
        kind="quiet"
        size="small"
        onClick={({ currentTarget }) => {
          focusHeading(currentTarget)
          removals?.leave(clause.id)
        }}
      >
        {t('together.removedApart.leave')}
      </Button>
    </li>
  )
}

const titleBefore = ({ clause, before }: RemovedApart): string =>
  clauseTitle({ ...clause, texts: { ...clause.texts, ...before } } as ClauseView)

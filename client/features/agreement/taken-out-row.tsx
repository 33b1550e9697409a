import { useLayoutEffect, useRef } from 'react'
import type { ClauseKind } from '../../documents/agreement-view.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { Undo2 } from '../../ui/icons.ts'
import styles from './clauses.module.css'
import { useCouple } from './couple.ts'
import { StillInForce } from './gone-clauses.tsx'
import { focusBrought } from './keep-focus.ts'
import type { TakenOut } from './use-taken-out.ts'

interface TakenOutRowProps {
  takenOut: TakenOut
  kind: ClauseKind
  /** Answers with the id under which it is back. */
  onBringBack: () => string | null
}

/** In the place of a clause that the partner removed. Whoever was in it is here now: keys pressed meanwhile do nothing. */
export const TakenOutRow = ({ takenOut: { id, title, hadFocus }, kind, onBringBack }: TakenOutRowProps) => {
  const { t } = useTranslation('agreement')
  const { partnerName } = useCouple()
  const row = useRef<HTMLLIElement>(null)
  useLayoutEffect(() => {
    if (hadFocus) row.current?.focus()
  }, [hadFocus])
  return (
    <li ref={row} className={styles.removed} tabIndex={-1} role="status">
      <span>{t('takenOut', { title: title || t(`fresh.${kind}`), name: partnerName })}</span>
      <Button size="small" icon={<Undo2 />} onClick={({ currentTarget }) => focusBrought(currentTarget, onBringBack)}>
        {t('bringBack')}
      </Button>
      <StillInForce clauseId={id} />
    </li>
  )
}

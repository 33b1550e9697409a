import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import type { ClauseKind } from '../../documents/agreement-view.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { Undo2 } from '../../ui/icons.ts'
import styles from './clauses.module.css'
import { useCouple } from './couple.ts'
import { StillInForce } from './gone-clauses.tsx'
import { focusBrought } from './keep-focus.ts'
import { typedWith } from './typed-keys.ts'
import type { TakenOut } from './use-taken-out.ts'
import { writeOn } from './write-on.ts'

interface TakenOutRowProps {
  takenOut: TakenOut
  kind: ClauseKind
  /** Answers with the id under which it is back. */
  onBringBack: () => string | null
}

/**
 * In the place of a clause that the partner removed. Whoever was in it is here now: keys pressed meanwhile press and scroll nothing,
 * and what somebody types on is shown, and comes back with the clause.
 */
export const TakenOutRow = ({ takenOut: { id, title, hadFocus, caret }, kind, onBringBack }: TakenOutRowProps) => {
  const { t } = useTranslation('agreement')
  const { partnerName } = useCouple()
  const row = useRef<HTMLLIElement>(null)
  const [typed, setTyped] = useState('')
  const held = useRef('')
  useLayoutEffect(() => {
    if (hadFocus) row.current?.focus()
  }, [hadFocus])
  const letGo = (backAs: string) => {
    const words = held.current
    held.current = ''
    if (caret && words !== '') writeOn(backAs, caret, words)
  }
  const bringBack = (key: Element) => {
    const backAs = focusBrought(key, onBringBack)
    if (backAs !== null) letGo(backAs)
  }
  // The partner may bring it back: by then its card is there.
  const gone = useEffectEvent(() => letGo(id))
  useEffect(() => () => queueMicrotask(gone), [])
  return (
    <li
      ref={row}
      className={styles.removed}
      tabIndex={-1}
      role="status"
      onKeyDown={event => {
        if (event.target !== row.current) return
        const now = typedWith(held.current, event)
        if (!caret) return
        held.current = now
        setTyped(now)
      }}
    >
      <span>{t('takenOut', { title: title || t(`fresh.${kind}`), name: partnerName })}</span>
      <Button size="small" icon={<Undo2 />} onClick={({ currentTarget }) => bringBack(currentTarget)}>
        {t('bringBack')}
      </Button>
      {typed !== '' && (
        <p className={styles.typed}>
          {t('typedSince')}{' '}
          <span aria-live="off" dir="auto">
            {typed}
          </span>
        </p>
      )}
      <StillInForce clauseId={id} />
    </li>
  )
}

import { useCallback, useId, useRef, useState, useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'
import { MOST_READ } from '../../documents/agreement-view.ts'
import { hasRoomFor } from '../../documents/bring-back.ts'
import type { TakenOut } from '../../documents/taken-out.ts'
import type { AgreementInUse } from '../../documents/use-agreement.ts'
import { datedTime } from '../../i18n/clock-time.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Undo2 } from '../../ui/icons.ts'
import { Text } from '../../ui/text.tsx'
import { useAssents } from './assents.ts'
import { clauseTitle } from './clause-title.ts'
import { useCouple } from './couple.ts'
import { useToday } from './use-today.ts'
import styles from './versions.module.css'

/** So many are drawn at first, and more each time they are asked for. */
const SHOWN = 5

/** What either took out of the draft, with everything in it: removing loses nothing. Not there while there is nothing of it. */
export const TakenOutList = ({ inUse: { agreement, together, view } }: { inUse: AgreementInUse }) => {
  const { t } = useTranslation('agreement')
  const { say } = useAssents()
  const heading = useId()
  const [most, setMost] = useState(SHOWN)
  const [brought, setBrought] = useState<{ title: string; step: unknown } | null>(null)
  const undoKey = useRef<HTMLButtonElement>(null)
  const head = useRef<HTMLHeadingElement>(null)
  const subscribe = useCallback((changed: () => void) => agreement.subscribe(changed), [agreement])
  const takenOut = useSyncExternalStore(subscribe, () => together.removals.takenOut())
  const newest = useSyncExternalStore(subscribe, () => agreement.undoManager.undoStack.at(-1))
  const isBrought = brought !== null && newest === brought.step
  const bringBack = ({ clause }: TakenOut) => {
    const title = clauseTitle(clause)
    flushSync(() => {
      agreement.showClause(clause.id)
      setBrought({ title, step: agreement.undoManager.undoStack.at(-1) })
    })
    undoKey.current?.focus()
    say(t('versions.out.brought', { title }))
  }
  const undo = () => {
    flushSync(() => {
      agreement.undo()
      setBrought(null)
    })
    head.current?.focus()
  }
  if (takenOut.length === 0 && !isBrought) return null
  const rest = takenOut.length - most
  return (
    <Card as="section" className={styles.version} aria-labelledby={heading}>
      <h2 ref={head} id={heading} tabIndex={-1}>
        {t('versions.out.title')}
      </h2>
      <p className={styles.about}>{t('versions.out.about')}</p>
      {isBrought && (
        <p className={styles.brought}>
          <span>{t('versions.out.brought', { title: brought.title })}</span>
          <Button ref={undoKey} size="small" icon={<Undo2 />} onClick={undo}>
            {t('versions.undo')}
          </Button>
        </p>
      )}
      <ul className={styles.clauses}>
        {takenOut.slice(0, most).map(one => (
          <li key={one.clause.id} className={styles.out}>
            <TakenOutWords takenOut={one} />
            {hasRoomFor(view, one.clause) ? (
              <Button size="small" icon={<Undo2 />} onClick={() => bringBack(one)}>
                {t('bringBack')}
              </Button>
            ) : (
              <Text kind="caption">{t('versions.full', { limit: MOST_READ })}</Text>
            )}
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <Button kind="text" onClick={() => setMost(most + 4 * SHOWN)}>
          {t('showMore', { count: Math.min(4 * SHOWN, rest) })}
        </Button>
      )}
    </Card>
  )
}

const TakenOutWords = ({ takenOut: { clause, by } }: { takenOut: TakenOut }) => {
  const { t } = useTranslation('agreement')
  const { mySeat, partnerName: name } = useCouple()
  const time = datedTime(by?.at ?? 0, useToday())
  const who = by?.seat && (by.seat === mySeat ? 'byYou' : 'by')
  return (
    <div>
      <p className={styles.outTitle}>{t(`clause.${clause.kind}`, { title: clauseTitle(clause) || t(`fresh.${clause.kind}`) })}</p>
      {by && <Text kind="caption">{t(`versions.out.${who || 'at'}`, { name, time })}</Text>}
    </div>
  )
}

import type { ClauseField } from '../../documents/agreement-view.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Check, Hand, Info, Plus, Undo2 } from '../../ui/icons.ts'
import styles from './library-drafts.module.css'
import type { DraftStanding } from './use-library.ts'

interface LibraryDraftProps {
  /** What its keys call it. */
  title: string
  item: Partial<Record<ClauseField, string>>
  standing: DraftStanding
  /** There is room for no more. */
  full: boolean
  /** With the time of the press, ms on the clock of events. */
  onAdd: (at: number) => void
  onTakeOut: (at: number) => void
}

/** One draft, in the words it would be added with. */
export const LibraryDraft = ({ title, item, standing, full, onAdd, onTakeOut }: LibraryDraftProps) => (
  <li>
    <Card className={styles.draft}>
      {item.emoji && (
        <span className={styles.emoji} aria-hidden="true">
          {item.emoji}
        </span>
      )}
      <div className={styles.texts}>
        {item.when && <p className={styles.more}>{item.when}</p>}
        <p className={item.word ? styles.word : styles.main}>{item.word ?? item.activity ?? item.phrase ?? item.say}</p>
        {item.meaning && <p className={styles.more}>{item.meaning}</p>}
        {item.gesture && <Gesture gesture={item.gesture} />}
        <Standing standing={standing} />
      </div>
      <Press title={title} standing={standing} full={full} onAdd={onAdd} onTakeOut={onTakeOut} />
    </Card>
  </li>
)

const Gesture = ({ gesture }: { gesture: string }) => (
  <p className={styles.gesture}>
    <Hand />
    <span>{gesture}</span>
  </p>
)

const Standing = ({ standing }: { standing: DraftStanding }) => {
  const { t } = useTranslation('drafting')
  switch (standing.kind) {
    case 'free':
      return null
    case 'alike':
      return (
        <p className={styles.alike}>
          <Info />
          <span>{t('library.sameEmoji', { title: standing.title || t('check.untitled') })}</span>
        </p>
      )
    case 'added':
    case 'there':
      return (
        <p className={styles.there}>
          <Check />
          <span>{t(`library.${standing.kind}`)}</span>
        </p>
      )
  }
}

type PressProps = Omit<LibraryDraftProps, 'item'>

/** The same key adds and undoes, so that the focus stays where it is. */
const Press = ({ title, standing, full, onAdd, onTakeOut }: PressProps) => {
  const { t } = useTranslation('drafting')
  if (standing.kind === 'there') return null
  const isAdded = standing.kind === 'added'
  return (
    <Button
      size="small"
      className={styles.press}
      icon={isAdded ? <Undo2 /> : <Plus />}
      aria-label={t(isAdded ? 'library.undoOne' : 'library.addOne', { title })}
      aria-disabled={full && !isAdded}
      onClick={({ timeStamp }) => {
        if (isAdded) onTakeOut(timeStamp)
        else if (!full) onAdd(timeStamp)
      }}
    >
      {t(isAdded ? 'library.undo' : 'library.add')}
    </Button>
  )
}

import styles from './changed-words.module.css'
import { classes } from './classes.ts'
import { VisuallyHidden } from './visually-hidden.tsx'

interface Part {
  kind: 'same' | 'removed' | 'added'
  text: string
}

/** Read before what went and what came, and after each: listeners do not see marks. */
export interface ChangeLabels {
  removed: string
  added: string
  end: string
}

export interface ChangedWordsProps {
  parts: readonly Part[]
  /** Whose change it is; null where nobody is said to have made it. */
  by: 'a' | 'b' | null
  labels: ChangeLabels
}

/** Words with what went struck and what came marked in the changer's hue. */
export const ChangedWords = ({ parts, by, labels }: ChangedWordsProps) => (
  <span className={classes(styles.words, by !== null && styles[by])}>
    {parts.map((part, place) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts have no name but their place
      <Words key={place} part={part} labels={labels} />
    ))}
  </span>
)

const Words = ({ part: { kind, text }, labels }: { part: Part; labels: ChangeLabels }) => {
  if (kind === 'same') return text
  const Mark = kind === 'removed' ? 'del' : 'ins'
  return (
    <Mark>
      <VisuallyHidden>{` ${labels[kind]} `}</VisuallyHidden>
      {text}
      <VisuallyHidden>{` ${labels.end} `}</VisuallyHidden>
    </Mark>
  )
}

import styles from './changed-words.module.css'
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
  labels: ChangeLabels
}

/** Words with what went struck and what came underlined, in nobody's hue: of each word it is not known who wrote it. */
export const ChangedWords = ({ parts, labels }: ChangedWordsProps) => (
  <span className={styles.words}>
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

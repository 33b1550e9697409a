import { type ReactNode, Suspense, useId } from 'react'
import { lateExtra } from './late.ts'
import styles from './stone.module.css'
import { VisuallyHidden } from './visually-hidden.tsx'

// Decoration: it comes after the keys.
const Kelp = lateExtra(async () => (await import('./kelp.tsx')).Kelp)
const Rootlets = lateExtra(async () => (await import('./kelp.tsx')).Rootlets)

/** Letters of the longest word that cannot be broken, for its size. */
const longest = (words: string): number =>
  Math.max(1, ...words.split(/[\s\u2e80-\u9fff\uac00-\ud7af-]+/).map(part => [...part].length))

export interface SignalKeyProps {
  /** Accessible name, "Send Lighthouse". */
  label: string
  icon?: ReactNode
  word: string
  meaning: string
  /** There is nobody to send to yet: the key takes the ground's colour; words beside it say so. */
  disabled?: boolean
  onPress: () => void
}

export interface StoneProps extends SignalKeyProps {
  /** The drawing that grows from the stone. */
  kelp?: boolean
}

/** The couple's first signal. */
export const Stone = ({ label, icon, word, meaning, disabled = false, onPress, kelp = false }: StoneProps) => {
  const about = useId()
  return (
    <div className={styles.wrap}>
      {kelp && (
        <div className={styles.kelp}>
          <Suspense>
            <Kelp drawing="home" />
          </Suspense>
        </div>
      )}
      <button type="button" className={styles.stone} aria-describedby={about} disabled={disabled} onClick={onPress}>
        <VisuallyHidden>{label}</VisuallyHidden>
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
        <span aria-hidden="true">
          <span className={styles.word} style={{ '--letters': longest(word) }}>
            {word}
          </span>
          <span className={styles.meaning} id={about}>
            {meaning}
          </span>
        </span>
      </button>
      {kelp && (
        <div className={styles.roots}>
          <Suspense>
            <Rootlets drawing="stone" />
          </Suspense>
        </div>
      )}
    </div>
  )
}

/** A further signal. */
export const Pebble = ({ label, icon, word, meaning, disabled = false, onPress }: SignalKeyProps) => {
  const about = useId()
  return (
    <button type="button" className={styles.pebble} aria-describedby={about} disabled={disabled} onClick={onPress}>
      <VisuallyHidden>{label}</VisuallyHidden>
      <span className={styles.top} aria-hidden="true">
        <span className={styles.icon}>{icon}</span>
        <span className={styles.word} style={{ '--letters': longest(word) }}>
          {word}
        </span>
      </span>
      <span className={styles.meaning} id={about} aria-hidden="true">
        {meaning}
      </span>
    </button>
  )
}

import type { MouseEvent, ReactNode } from 'react'
import { Link } from 'wouter'
import { ChevronLeft, DoorOpen, LifeBuoy } from './icons.ts'
import { Mark } from './mark.tsx'
import styles from './top-bar.module.css'

export interface Back {
  href: string
  label: string
  /** Instead of the address; call `preventDefault`. */
  onClick?: (event: MouseEvent) => void
}

export interface TopBarProps {
  /** Where the mark leads; its accessible name. */
  home: { href: string; label: string }
  /** In place of the mark. */
  back?: Back | undefined
  /** Who else is here, as a `status`. */
  presence?: ReactNode
  help: { href: string; label: string }
  exit: { onPress: () => void; label: string }
  /** Accessible name of the pair Help and Exit. */
  safetyLabel: string
}

/** On every screen. Wraps at large text, never hides. */
export const TopBar = ({ home, back, presence, help, exit, safetyLabel }: TopBarProps) => (
  <header className={styles.bar}>
    <div className={styles.lead}>
      {back ? (
        <Link className={styles.back} href={back.href} {...(back.onClick && { onClick: back.onClick })}>
          <ChevronLeft />
          {back.label}
        </Link>
      ) : (
        <Link className={styles.mark} href={home.href} aria-label={home.label}>
          <Mark />
        </Link>
      )}
    </div>
    <div className={styles.tail}>
      {presence && <div className={styles.presence}>{presence}</div>}
      <nav className={styles.safety} aria-label={safetyLabel}>
        <Link href={help.href}>
          <LifeBuoy />
          {help.label}
        </Link>
        <button type="button" onClick={exit.onPress}>
          <DoorOpen />
          {exit.label}
        </button>
      </nav>
    </div>
  </header>
)

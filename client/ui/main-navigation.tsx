import type { ReactNode } from 'react'
import { Link } from 'wouter'
import styles from './main-navigation.module.css'

export interface MainNavigationProps {
  label: string
  links: { href: string; label: string; icon: ReactNode; current: boolean }[]
}

/** Tabs under the thumb on a phone, one line at the top from 900 px. */
export const MainNavigation = ({ label, links }: MainNavigationProps) => (
  <nav className={styles.tabs} aria-label={label}>
    {links.map(link => (
      <Link key={link.href} href={link.href} aria-current={link.current ? 'page' : undefined}>
        <span className={styles.pill}>{link.icon}</span>
        {link.label}
      </Link>
    ))}
  </nav>
)

import type { ComponentProps, ReactNode } from 'react'
import { Link } from 'wouter'
import styles from './button.module.css'
import { classes } from './classes.ts'

export interface ButtonLook {
  /** `quiet`: there, and not asking to be pressed. */
  kind?: 'main' | 'line' | 'text' | 'quiet'
  size?: 'small' | 'normal' | 'big'
  /** As wide as its place. */
  full?: boolean
  icon?: ReactNode
}

const look = ({ kind = 'line', size = 'normal', full }: ButtonLook): string =>
  classes(styles.button, styles[kind], size !== 'normal' && styles[size], full && styles.full)

/** A calm control, 48 px (44 when small). Crisis screens use `CrisisKey`. */
export const Button = ({
  kind = 'line',
  size = 'normal',
  full = false,
  icon,
  children,
  type = 'button',
  className,
  ...rest
}: ButtonLook & ComponentProps<'button'>) => (
  <button type={type} className={classes(look({ kind, size, full }), className)} {...rest}>
    {icon}
    {children}
  </button>
)

export interface ButtonLinkProps extends ButtonLook {
  href: string
  children: ReactNode
  onClick?: () => void
}

/** Looks like a button, goes to a page. */
export const ButtonLink = ({ href, icon, children, onClick, ...rest }: ButtonLinkProps) => (
  <Link href={href} className={look(rest)} {...(onClick && { onClick })}>
    {icon}
    {children}
  </Link>
)

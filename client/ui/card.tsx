import type { ComponentProps, MouseEvent, ReactNode } from 'react'
import { Link } from 'wouter'
import styles from './card.module.css'
import { classes } from './classes.ts'
import { ChevronRight } from './icons.ts'

export interface CardProps extends ComponentProps<'div'> {
  /** An outline means open, a dashed outline means being written. */
  edge?: 'soft' | 'open' | 'draft'
  /** Which element it is. */
  as?: 'div' | 'section'
}

export const Card = ({ edge = 'soft', as: Element = 'div', className, ...rest }: CardProps) => (
  <Element className={classes(styles.card, edge !== 'soft' && styles[edge], className)} {...rest} />
)

export interface NudgeProps {
  href: string
  icon: ReactNode
  title: string
  detail?: string | undefined
  /** On Now: 17 px and no less. */
  crisis?: boolean
  onClick?: (event: MouseEvent) => void
}

/** One thing that could be done next. */
export const Nudge = ({ href, icon, title, detail, crisis = false, onClick }: NudgeProps) => (
  <Link className={classes(styles.nudge, crisis && styles.crisis)} href={href} onClick={onClick}>
    {icon}
    <span>
      <b>{title}</b>
      {detail && <span className={styles.detail}>{detail}</span>}
    </span>
    <ChevronRight />
  </Link>
)

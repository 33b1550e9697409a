import { type ReactNode, useId } from 'react'
import { Link } from 'wouter'
import { Card } from '../../ui/card.tsx'
import { ChevronRight } from '../../ui/icons.ts'
import { Text } from '../../ui/text.tsx'
import styles from './settings.module.css'

/** A region of the settings: its name and one card. */
export const Group = ({ title, children }: { title: string; children: ReactNode }) => {
  const id = useId()
  return (
    <section className={styles.group} aria-labelledby={id}>
      <Text kind="label" as="h2" id={id}>
        {title}
      </Text>
      <Card className={styles.list}>{children}</Card>
    </section>
  )
}

export interface RowProps {
  icon: ReactNode
  title: string
  detail?: string | undefined
  side?: ReactNode
}

/** One thing that is so. */
export const Row = ({ icon, title, detail, side }: RowProps) => (
  <div className={styles.row}>
    {icon}
    <span>
      <b>{title}</b>
      {detail && <small>{detail}</small>}
    </span>
    {side ?? <span />}
  </div>
)

/** One thing that is elsewhere, and the way there. */
export const Way = ({ href, icon, title, detail }: { href: string; icon: ReactNode; title: string; detail: string }) => (
  <Link className={styles.row ?? ''} href={href}>
    {icon}
    <span>
      <b>{title}</b>
      <small>{detail}</small>
    </span>
    <ChevronRight />
  </Link>
)

import { type ReactNode, useId } from 'react'
import { Card } from '../../ui/card.tsx'
import { Text } from '../../ui/text.tsx'
import styles from './along.module.css'

interface GroupProps {
  title: string
  about: string
  children: ReactNode
}

/** One way to take it along. */
export const Group = ({ title, about, children }: GroupProps) => {
  const id = useId()
  return (
    <section className={styles.group} aria-labelledby={id}>
      <Text kind="section" as="h2" id={id}>
        {title}
      </Text>
      <Card className={styles.card}>
        <Text kind="caption">{about}</Text>
        {children}
      </Card>
    </section>
  )
}

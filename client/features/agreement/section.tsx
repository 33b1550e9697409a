import { type ReactNode, useId } from 'react'
import styles from './section.module.css'

interface SectionProps {
  /** Where `#…` leads. */
  id: string
  title: string
  about?: string
  children: ReactNode
}

/** One region of the agreement. */
export const Section = ({ id, title, about, children }: SectionProps) => {
  const heading = useId()
  return (
    <section className={styles.section} id={id} aria-labelledby={heading}>
      <div className={styles.head}>
        <h2 id={heading}>{title}</h2>
        {about && <p>{about}</p>}
      </div>
      {children}
    </section>
  )
}

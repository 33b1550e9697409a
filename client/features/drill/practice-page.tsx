import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { sayInTitle } from '../../shell/page-title.ts'
import { keptClear } from '../../ui/kept-clear.ts'
import { ThumbZone } from '../../ui/thumb-zone.tsx'
import { useHeadingFocus } from '../../ui/use-heading-focus.ts'
import styles from './drill.module.css'

interface PracticePageProps {
  /** Another one is another moment: its heading takes the focus. */
  moment: string
  title: string
  lead?: string | undefined
  /** The keys, from main to least. */
  keys: ReactNode
  children?: ReactNode
}

/** One screen of a drill: striped band, word and page title say that it is practice. Never the ground of a real signal or pause. */
export const PracticePage = ({ moment, title, lead, keys, children }: PracticePageProps) => {
  const { t } = useTranslation('drill')
  const heading = useRef<HTMLHeadingElement>(null)
  useHeadingFocus(heading, moment)
  usePracticeTitle(t('documentTitle'))
  return (
    <Page width="phone" className={styles.practice}>
      <p className={styles.band}>
        <span>
          <b>{t('practice')}.</b> {t('practiceMore')}
        </span>
      </p>
      <section className={styles.head}>
        <div ref={keptClear}>
          <h1 ref={heading}>{title}</h1>
        </div>
        {lead && <p className={styles.lead}>{lead}</p>}
        {children}
      </section>
      <ThumbZone label={t('choices')}>{keys}</ThumbZone>
    </Page>
  )
}

/** The window's title begins with it for as long as one is here, and nothing real covers it. */
const usePracticeTitle = (word: string): void => {
  useEffect(() => sayInTitle('practice', name => `${word} · ${name}`), [word])
}

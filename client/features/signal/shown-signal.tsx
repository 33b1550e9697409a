import { useEffect } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { useAwake } from '../../shell/use-awake.ts'
import type { Person, SignalView } from '../../sync/session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Undo2 } from '../../ui/icons.ts'
import { SignalIcon } from '../../ui/signal-icon.tsx'
import { ThumbZone } from '../../ui/thumb-zone.tsx'
import styles from './signal.module.css'

interface ShownSignalProps {
  signal: SignalView
  me: Person
  partner: Person
}

/** The signal held up for who is in the same room, across it: works without any network. */
export const ShownSignal = ({ signal: { content, answer }, me, partner }: ShownSignalProps) => {
  const { t } = useTranslation('signal')
  useAwake()
  useEffect(() => {
    const leave = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') history.back()
    }
    document.addEventListener('keydown', leave)
    return () => document.removeEventListener('keydown', leave)
  }, [])
  return (
    <Page width="phone" ground={`from-${me.seat}`}>
      <section className={styles.shown}>
        <p className={styles.shownFrom}>
          <SignalIcon emoji={content.emoji} />
          <span>{me.name}</span>
        </p>
        <h1 style={{ '--letters': longestWord(content.word) }}>{content.word}</h1>
        {content.meaning && <p className={styles.shownMeaning}>{content.meaning}</p>}
        {content.gesture && <p className={styles.shownGesture}>{content.gesture}</p>}
      </section>
      <div role="status">
        {answer && (
          <p className={styles.shownAnswer} dir="auto">
            {t('answered', { name: partner.name })} {answer.text}
          </p>
        )}
      </div>
      <ThumbZone label={t('choices')}>
        <CrisisKey icon={<Undo2 />} onClick={() => history.back()}>
          {t('hide')}
        </CrisisKey>
      </ThumbZone>
    </Page>
  )
}

/** Letters of the longest word, which fills a line. */
const longestWord = (text: string): number => Math.max(...text.split(/\s+/).map(word => word.length))

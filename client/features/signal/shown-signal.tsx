import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { useAwake } from '../../shell/use-awake.ts'
import type { Person, SignalView } from '../../sync/session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Undo2 } from '../../ui/icons.ts'
import { SignalIcon } from '../../ui/signal-icon.tsx'
import { ThumbZone } from '../../ui/thumb-zone.tsx'
import styles from './signal.module.css'

/** The signal held up for who is in the same room: works without any network. */
export const ShownSignal = ({ signal: { content }, me }: { signal: SignalView; me: Person }) => {
  const { t } = useTranslation('signal')
  useAwake()
  return (
    <Page width="phone" ground={`from-${me.seat}`}>
      <section className={styles.shown}>
        <SignalIcon emoji={content.emoji} />
        <h1>{content.word}</h1>
        {content.meaning && <p className={styles.shownMeaning}>{content.meaning}</p>}
        {content.gesture && <p className={styles.shownGesture}>{content.gesture}</p>}
      </section>
      <ThumbZone label={t('choices')}>
        <CrisisKey icon={<Undo2 />} onClick={() => history.back()}>
          {t('hide')}
        </CrisisKey>
      </ThumbZone>
    </Page>
  )
}

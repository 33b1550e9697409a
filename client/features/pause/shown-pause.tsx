import type { Paused } from '../../../shared/pause.ts'
import { backAt } from '../../i18n/back-at.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { useAwake } from '../../shell/use-awake.ts'
import type { Person } from '../../sync/session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Pause, Undo2 } from '../../ui/icons.ts'
import { ThumbZone } from '../../ui/thumb-zone.tsx'
import styles from './shown-pause.module.css'

/** The pause held up for who is in the same room: works without any network. */
export const ShownPause = ({ state, me, now }: { state: Paused; me: Person; now: number }) => {
  const { t } = useTranslation('pause')
  useAwake()
  return (
    <Page width="phone" ground={`from-${me.seat}`}>
      <section className={styles.shown}>
        <Pause />
        <p>{t('shown')}</p>
        <h1>{backAt(t, state.returnAt, now)}</h1>
      </section>
      <ThumbZone label={t('choices')}>
        <CrisisKey icon={<Undo2 />} onClick={() => history.back()}>
          {t('hide')}
        </CrisisKey>
      </ThumbZone>
    </Page>
  )
}

import { useId } from 'react'
import type { Paused } from '../../../shared/pause.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Text } from '../../ui/text.tsx'
import { Duo } from '../../ui/thumb-zone.tsx'
import { LaterTimes } from './later-times.tsx'
import { NoLater } from './no-later.tsx'
import styles from './pause.module.css'

/** The first seconds after one's own start: a later time, in the room that the float takes next. No key comes where these were. */
export const NeedLonger = ({ state, now }: { state: Paused; now: number }) => {
  const { t } = useTranslation('pause')
  const later = useId()
  return (
    <section className={styles.longer} aria-labelledby={later}>
      <Text kind="crisisLabel" as="h2" id={later}>
        {t('needLonger')}
      </Text>
      <Duo>
        <LaterTimes state={state} now={now} />
      </Duo>
      <NoLater state={state} now={now} />
    </section>
  )
}

import { useId, useState } from 'react'
import { laterTimes } from '../../../shared/pause.ts'
import { useHome } from '../../documents/use-home.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useSessionState } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Clock } from '../../ui/icons.ts'
import { Settle } from '../../ui/settle.tsx'
import { Text } from '../../ui/text.tsx'
import { LaterTimes, type LaterTimesProps } from './later-times.tsx'
import { NoLater } from './no-later.tsx'
import styles from './pause.module.css'

export interface MoreTimeProps extends Pick<LaterTimesProps, 'state' | 'now'> {
  /** On the water, like the own list. */
  quiet?: boolean
}

/** Opens the later clock times in its place, or says why there are none. */
export const MoreTime = ({ state, now, quiet = false }: MoreTimeProps) => {
  const { t } = useTranslation('pause')
  const { pause } = useSessionState()
  const { longest } = useHome().pause
  const [open, setOpen] = useState(false)
  const choose = useId()
  if (laterTimes(state, now, longest, pause.limits).length === 0) return <NoLater state={state} now={now} />
  if (open) {
    return (
      <section ref={intoFocus} className={styles.more} tabIndex={-1} aria-labelledby={choose}>
        <Text kind="crisisLabel" as="h2" id={choose}>
          {t('chooseTime')}
        </Text>
        <Settle>
          <LaterTimes state={state} now={now} chosen={() => setOpen(false)} />
        </Settle>
      </section>
    )
  }
  return (
    <CrisisKey kind={quiet ? 'own' : 'plain'} icon={<Clock />} onClick={() => setOpen(true)}>
      {t('moreTime')}
    </CrisisKey>
  )
}

/** The key that opened it is gone: what it opened is in focus, and so in sight. */
const intoFocus = (section: HTMLElement | null): void => section?.focus()

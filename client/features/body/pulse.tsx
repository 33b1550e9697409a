import { useState } from 'react'
import { useLocation } from 'wouter'
import { useHome } from '../../documents/use-home.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { HeartPulse, Minus, Pause, Plus } from '../../ui/icons.ts'
import { keptClear } from '../../ui/kept-clear.ts'
import { Settle } from '../../ui/settle.tsx'
import { Duo } from '../../ui/thumb-zone.tsx'
import styles from './body.module.css'
import { LIMIT_STEP, pulseOf, tapsLeft, withTap } from './pulse.ts'
import { usePulseLimit } from './use-pulse-limit.ts'

/** Tapping along with one's pulse; above one's limit a pause is suggested, never started by itself. */
export const Pulse = () => {
  const { t } = useTranslation('body')
  const session = useSession()
  const { pause: running } = useSessionState()
  const { pause } = useHome()
  const [, navigate] = useLocation()
  const [taps, setTaps] = useState<readonly number[]>([])
  const [limit, setLimit] = usePulseLimit(session)
  const beats = pulseOf(taps)
  const high = beats !== null && beats > limit
  const tap = (at: number) => setTaps(before => withTap(before, at))
  const pauseNow = async () => {
    await session.startPause(pause.usual)
    navigate('/pause')
  }
  return (
    <>
      <section ref={keptClear} className={styles.head}>
        <h1>{beats === null ? t('pulse.title') : t('pulse.beats', { beats })}</h1>
        <p className={styles.lead}>
          {beats === null
            ? t(taps.length === 0 ? 'pulse.how' : 'pulse.left', { count: tapsLeft(taps) })
            : t(high ? 'pulse.high' : 'pulse.calm', { limit })}
        </p>
      </section>
      <CrisisKey
        kind="main"
        huge
        icon={<HeartPulse />}
        onPointerDown={event => tap(event.timeStamp)}
        // By the keyboard: a click without a pointer.
        onClick={event => event.detail === 0 && tap(event.timeStamp)}
      >
        {t('pulse.tap')}
      </CrisisKey>
      {high && running.state.kind === 'none' && (
        <Settle>
          <CrisisKey kind="pause" icon={<Pause />} onClick={pauseNow}>
            {t('pulse.pause')}
          </CrisisKey>
        </Settle>
      )}
      <p className={styles.note}>{t('pulse.rough')}</p>
      <p className={styles.lead}>{t('pulse.limit', { limit })}</p>
      <Duo>
        <CrisisKey kind="own" icon={<Minus />} onClick={() => setLimit(limit - LIMIT_STEP)}>
          {t('pulse.lower')}
        </CrisisKey>
        <CrisisKey kind="own" icon={<Plus />} onClick={() => setLimit(limit + LIMIT_STEP)}>
          {t('pulse.higher')}
        </CrisisKey>
      </Duo>
    </>
  )
}

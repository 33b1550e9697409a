import { useEffect, useRef, useState } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Vibrate, Volume2, Wind } from '../../ui/icons.ts'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import styles from './body.module.css'
import { buzzBreath, canBuzz, openBreathSound } from './breath-sound.ts'
import { IN_MS, nextOut, type OutSeconds } from './pacing.ts'
import { usePacer } from './use-pacer.ts'

type Sound = NonNullable<ReturnType<typeof openBreathSound>>

/** Breathing in and out, seen, and by choice heard or felt. Nothing of it is kept. */
export const usePacing = () => {
  const [out, setOut] = useState<OutSeconds>(6)
  const [sound, setSound] = useState<Sound | null>(null)
  const [buzzes, setBuzzes] = useState(false)
  const breath = usePacer(out, phase => {
    sound?.pace(phase)
    if (buzzes) buzzBreath(phase)
  })
  const open = useRef(sound)
  open.current = sound
  useEffect(() => () => open.current?.close(), [])
  return {
    breath,
    out,
    heard: sound !== null,
    felt: buzzes,
    longer: () => setOut(nextOut),
    toggleSound: () => {
      sound?.close()
      setSound(sound ? null : openBreathSound())
    },
    toggleBuzz: () => setBuzzes(!buzzes),
  }
}
export type Pacing = ReturnType<typeof usePacing>

/** Two discs that swell and sink; with reduced motion they stand, and the words and numbers pace alone. */
export const Pacer = ({ breath: { phase, count }, out }: Pacing) => {
  const { t } = useTranslation('body')
  return (
    <section className={styles.pacer} aria-label={t('breathe.title')}>
      <VisuallyHidden>{t('breathe.how', { out })}</VisuallyHidden>
      <div
        className={styles.discs}
        data-phase={phase}
        style={{ '--breath': phase === 'in' ? `${IN_MS}ms` : `${out}s` }}
        aria-hidden="true"
      >
        <span className={styles.swell} />
        <span className={styles.disc} />
        <p className={styles.count}>
          {t(`breathe.${phase}`)}
          <b>{count}</b>
        </p>
      </div>
    </section>
  )
}

export const PacerKeys = ({ out, heard, felt, longer, toggleSound, toggleBuzz }: Pacing) => {
  const { t } = useTranslation('body')
  return (
    <>
      <CrisisKey kind="own" icon={<Wind />} more={t('breathe.change')} onClick={longer}>
        {t('breathe.length', { out })}
      </CrisisKey>
      <CrisisKey kind="own" icon={<Volume2 />} aria-pressed={heard} onClick={toggleSound}>
        {t('breathe.sound')}
      </CrisisKey>
      {canBuzz() && (
        <CrisisKey kind="own" icon={<Vibrate />} aria-pressed={felt} onClick={toggleBuzz}>
          {t('breathe.buzz')}
        </CrisisKey>
      )}
    </>
  )
}

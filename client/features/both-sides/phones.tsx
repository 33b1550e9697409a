import { type RefObject, useId, useState } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Kelp } from '../../ui/kelp.tsx'
import { PartnerShape } from '../../ui/partner-shape.tsx'
import { Segments } from '../../ui/segments.tsx'
import styles from './phones.module.css'
import type { PhoneFrames } from './use-phones.ts'

/** Both phones side by side; in a narrow window one, and a switch. The other goes on meanwhile. */
export const Phones = ({ frames, names }: { frames: PhoneFrames; names: { a: string; b: string } }) => {
  const { t } = useTranslation('bothSides')
  const [seat, setSeat] = useState<'a' | 'b'>('a')
  const options = [
    { value: 'a', label: names.a },
    { value: 'b', label: names.b },
  ] as const
  return (
    <div className={styles.both} data-seat={seat}>
      <div className={styles.which}>
        <Segments label={t('which')} options={options} value={seat} onChange={setSeat} />
      </div>
      <div className={styles.phones}>
        <div className={styles.drawing}>
          <Kelp drawing="both-sides" />
        </div>
        <Phone seat="a" name={names.a} frame={frames.a} />
        <Phone seat="b" name={names.b} frame={frames.b} />
      </div>
    </div>
  )
}

const Phone = ({ seat, name, frame }: { seat: 'a' | 'b'; name: string; frame: RefObject<HTMLIFrameElement | null> }) => {
  const { t } = useTranslation('bothSides')
  const heading = useId()
  return (
    <section className={styles.side} data-seat={seat} aria-labelledby={heading}>
      <h2 id={heading}>
        <PartnerShape seat={seat} name={name} />
        {t('phone', { name })}
      </h2>
      <div className={styles.phone}>
        <iframe ref={frame} title={t('phone', { name })} src={`/sample/${seat}/`} />
      </div>
    </section>
  )
}

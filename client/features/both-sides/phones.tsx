import { type ReactNode, type RefObject, useEffect, useId, useState } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Kelp } from '../../ui/kelp.tsx'
import { PartnerShape } from '../../ui/partner-shape.tsx'
import { Segments } from '../../ui/segments.tsx'
import styles from './phones.module.css'
import { useKeptPlaces, usePlace } from './places.ts'
import { keepSeen, type PhoneFrames, type PhoneNews, readSeen } from './use-phones.ts'

interface PhonesProps {
  frames: PhoneFrames
  names: { a: string; b: string }
  news: PhoneNews
  /** What to try next: above the one phone of a narrow window. */
  next: ReactNode
}

/** Both phones side by side; in a narrow window one, and a switch. The other goes on meanwhile. */
export const Phones = ({ frames, names, news, next }: PhonesProps) => {
  const { t } = useTranslation('bothSides')
  const [seat, setSeat] = useState<'a' | 'b'>('a')
  useKeptPlaces(frames)
  const newOnHidden = useNewOnHidden(news, seat)
  const option = (value: 'a' | 'b') => ({
    value,
    label: names[value],
    mark: newOnHidden && value !== seat ? t('news') : undefined,
  })
  return (
    <div className={styles.both} data-seat={seat}>
      <div className={styles.which}>
        <Segments label={t('which')} options={[option('a'), option('b')]} value={seat} onChange={setSeat} />
        {next}
      </div>
      <div className={styles.phones}>
        <div className={styles.drawing}>
          <Kelp drawing="both-sides" />
        </div>
        <Phone seat="a" name={names.a} frame={frames.a} ready={news.a !== null} />
        <Phone seat="b" name={names.b} frame={frames.b} ready={news.b !== null} />
      </div>
    </div>
  )
}

/** Whether anything came to the phone that is not shown, since it was last shown or was set up. */
const useNewOnHidden = (news: PhoneNews, shown: 'a' | 'b'): boolean => {
  const [seen, setSeen] = useState(readSeen)
  const hidden = shown === 'a' ? 'b' : 'a'
  const now = { ...seen, [shown]: news[shown] ?? seen[shown], [hidden]: seen[hidden] ?? news[hidden] }
  if (now.a !== seen.a || now.b !== seen.b) setSeen(now)
  useEffect(() => keepSeen(seen), [seen])
  return (news[hidden] ?? 0) > (seen[hidden] ?? 0)
}

interface PhoneProps {
  seat: 'a' | 'b'
  name: string
  frame: RefObject<HTMLIFrameElement | null>
  /** It knows of the other one. */
  ready: boolean
}

const Phone = ({ seat, name, frame, ready }: PhoneProps) => {
  const { t } = useTranslation('bothSides')
  const heading = useId()
  const place = usePlace(seat)
  return (
    <section className={styles.side} data-seat={seat} aria-labelledby={heading}>
      <h2 id={heading}>
        <PartnerShape seat={seat} name={name} />
        {t('phoneOf', { name })}
      </h2>
      <div className={styles.phone}>
        <iframe ref={frame} title={t('phone', { name })} src={place} />
        {!ready && (
          <p className={styles.settingUp} role="status">
            {t('settingUp', { name })}
          </p>
        )}
      </div>
    </section>
  )
}

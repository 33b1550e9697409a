import { useTranslation } from '../../i18n/use-translation.ts'
import { Droplets, Footprints, TriangleAlert } from '../../ui/icons.ts'
import { keptClear } from '../../ui/kept-clear.ts'
import styles from './body.module.css'

const WAYS = [
  { way: 'water', Icon: Droplets },
  { way: 'walk', Icon: Footprints },
] as const

/** Cold water and walking, and for whom not. The caution stands before the way. */
export const Move = () => {
  const { t } = useTranslation('body')
  return (
    <>
      <section ref={keptClear} className={styles.head}>
        <h1>{t('move.title')}</h1>
      </section>
      {WAYS.map(({ way, Icon }) => (
        <section key={way} className={styles.way} aria-labelledby={`move-${way}`}>
          <h2 id={`move-${way}`}>
            <Icon />
            {t(`move.${way}.title`)}
          </h2>
          <p className={styles.caution}>
            <TriangleAlert />
            <span>{t(`move.${way}.caution`)}</span>
          </p>
          <p>{t(`move.${way}.how`)}</p>
        </section>
      ))}
    </>
  )
}

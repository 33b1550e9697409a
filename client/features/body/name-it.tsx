import { useState } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Flame, Leaf, Snowflake } from '../../ui/icons.ts'
import { keptClear } from '../../ui/kept-clear.ts'
import styles from './body.module.css'

const STATES = ['mobilised', 'shutDown', 'connected'] as const
type BodyState = (typeof STATES)[number]
const ICONS: Record<BodyState, typeof Leaf> = { mobilised: Flame, shutDown: Snowflake, connected: Leaf }

/** One tap names the moment, for oneself: it is neither sent nor kept. */
export const NameIt = () => {
  const { t } = useTranslation('body')
  const [named, name] = useState<BodyState | null>(null)
  return (
    <>
      <section ref={keptClear} className={styles.head}>
        <h1>{t('name.title')}</h1>
        <p className={styles.lead} role="status">
          {named ? t(`name.said.${named}`) : t('name.more')}
        </p>
      </section>
      {STATES.map(state => {
        const Icon = ICONS[state]
        return (
          <CrisisKey
            key={state}
            kind="own"
            icon={<Icon />}
            more={t(`name.how.${state}`)}
            aria-pressed={named === state}
            onClick={() => name(named === state ? null : state)}
          >
            {t(`name.${state}`)}
          </CrisisKey>
        )
      })}
      <p className={styles.note}>{t('name.private')}</p>
    </>
  )
}

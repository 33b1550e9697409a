import { useState } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { ArrowDown, Check, RefreshCw } from '../../ui/icons.ts'
import { keptClear } from '../../ui/kept-clear.ts'
import styles from './body.module.css'
import { groundingAt, passBy } from './grounding.ts'

/** Five things seen, four touched, three heard, two smelled, one tasted: each is a tap, and each can be passed by. */
export const Ground = () => {
  const { t } = useTranslation('body')
  const [taps, setTaps] = useState(0)
  const now = groundingAt(taps)
  if (!now)
    return (
      <>
        <section ref={keptClear} className={styles.head}>
          <h1>{t('ground.done')}</h1>
          <p className={styles.lead}>{t('ground.doneMore')}</p>
        </section>
        <CrisisKey kind="own" icon={<RefreshCw />} onClick={() => setTaps(0)}>
          {t('ground.again')}
        </CrisisKey>
      </>
    )
  const { sense, count, found } = now
  return (
    <>
      <section ref={keptClear} className={styles.head} role="status">
        <h1>{t(`ground.${sense}`)}</h1>
        <p className={styles.lead}>{t('ground.found', { found, count })}</p>
      </section>
      <div className={styles.dots} aria-hidden="true">
        {Array.from({ length: count }, (_, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its place
          <span key={n} className={styles.dot} data-found={n < found || undefined} />
        ))}
      </div>
      <CrisisKey kind="main" huge icon={<Check />} onClick={() => setTaps(taps + 1)}>
        {t('ground.one')}
      </CrisisKey>
      <CrisisKey kind="own" icon={<ArrowDown />} onClick={() => setTaps(passBy(taps))}>
        {t('ground.pass')}
      </CrisisKey>
    </>
  )
}

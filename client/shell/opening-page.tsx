import { useEffect, useState } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import styles from './opening-page.module.css'
import { Page } from './page.tsx'

/** From then on it says what it waits for, ms. */
const LONG_MS = 5_000

/** While a late page or local storage is read: the same frame, so that nothing jumps. Words come only if it takes a while. */
export const OpeningPage = ({ navigation = false }: { navigation?: boolean }) => {
  const { t } = useTranslation('shell')
  const [long, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(setLong, LONG_MS, true)
    return () => clearTimeout(timer)
  }, [])
  return (
    <Page navigation={navigation}>
      <p className={styles.opening} role="status">
        {t(long ? 'loadingLong' : 'loading')}
      </p>
    </Page>
  )
}

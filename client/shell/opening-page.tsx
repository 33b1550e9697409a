import { useTranslation } from '../i18n/use-translation.ts'
import styles from './opening-page.module.css'
import { Page } from './page.tsx'

/** While a late page or local storage is read: the same frame, so that nothing jumps. Words come only if it takes a while. */
export const OpeningPage = ({ navigation = false }: { navigation?: boolean }) => {
  const { t } = useTranslation('shell')
  return (
    <Page navigation={navigation}>
      <p className={styles.opening} role="status">
        {t('loading')}
      </p>
    </Page>
  )
}

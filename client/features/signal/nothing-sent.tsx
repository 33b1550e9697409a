import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { Text } from '../../ui/text.tsx'
import styles from './signal.module.css'

/** `/signal` with nothing on its way. */
export const NothingSent = () => {
  const { t } = useTranslation('signal')
  return (
    <Page width="phone">
      <section className={styles.head}>
        <h1>{t('nothing')}</h1>
        <Text kind="lead">{t('nothingMore')}</Text>
        <div className={styles.way}>
          <ButtonLink href="/" kind="main" size="big">
            {t('toNow')}
          </ButtonLink>
        </div>
      </section>
    </Page>
  )
}

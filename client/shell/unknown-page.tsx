import { useTranslation } from '../i18n/use-translation.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Text } from '../ui/text.tsx'
import { Page } from './page.tsx'
import styles from './plain-message.module.css'

/** An address nobody knows: a kind page with a way home. */
export const UnknownPage = () => {
  const { t } = useTranslation('notices')
  return (
    <Page>
      <div className={styles.message}>
        <h1>{t('unknown.title')}</h1>
        <Text kind="lead">{t('unknown.more')}</Text>
        <div className={styles.actions}>
          <ButtonLink kind="main" size="big" href="/">
            {t('unknown.home')}
          </ButtonLink>
        </div>
      </div>
    </Page>
  )
}

import { useTranslation } from '../i18n/use-translation.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Text } from '../ui/text.tsx'
import { Page } from './page.tsx'
import styles from './plain-message.module.css'

/** Something broke. Says what is safe, and gives a way on. */
export const FailedPage = () => {
  const { t } = useTranslation('shell')
  return (
    <Page>
      <div className={styles.message} role="alert">
        <h1>{t('failed.title')}</h1>
        <Text kind="lead">{t('failed.more')}</Text>
        <div className={styles.actions}>
          <Button kind="main" size="big" onClick={() => location.reload()}>
            {t('failed.reload')}
          </Button>
          <ButtonLink size="big" href="/" onClick={() => setTimeout(() => location.reload())}>
            {t('failed.home')}
          </ButtonLink>
        </div>
      </div>
    </Page>
  )
}

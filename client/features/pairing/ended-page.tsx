import { useLocation } from 'wouter'
import { errorText } from '../../i18n/error-text.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { useSessionState } from '../../sync/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { Text } from '../../ui/text.tsx'
import styles from './step.module.css'

/** `/` after access was removed: what is so, and the three ways on. */
export const EndedPage = () => {
  const { t } = useTranslation('pairing')
  const { endedBy } = useSessionState()
  const [, navigate] = useLocation()
  return (
    <Page>
      <div className={styles.step}>
        <div className={styles.head}>
          <h1>{t('ended.title')}</h1>
          {endedBy && <Text kind="sub">{errorText(endedBy).way}</Text>}
        </div>
      </div>
      <div className={styles.actions}>
        <Text kind="caption">{t('ended.goes')}</Text>
        <Button kind="main" size="big" full onClick={() => navigate('/recover')}>
          {t('ended.words')}
        </Button>
        <Button size="big" full onClick={() => navigate('/join')}>
          {t('ended.invited')}
        </Button>
        <Button size="big" full onClick={() => navigate('/start')}>
          {t('ended.make')}
        </Button>
      </div>
    </Page>
  )
}

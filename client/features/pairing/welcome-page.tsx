import { useLocation } from 'wouter'
import { useTranslation } from '../../i18n/use-translation.ts'
import { isOnHomeScreen } from '../../shell/home-screen.ts'
import { Page } from '../../shell/page.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Kelp, Rootlets } from '../../ui/kelp.tsx'
import { Text } from '../../ui/text.tsx'
import styles from './welcome.module.css'

/** `/` without a space. */
export const WelcomePage = () => {
  const { t } = useTranslation('pairing')
  const [, navigate] = useLocation()
  return (
    <Page width="full" className={styles.welcome}>
      <h1>{t('welcome.name')}</h1>
      <section className={styles.rock}>
        <div className={styles.drawing}>
          <Kelp drawing="welcome" sway />
        </div>
        <div className={styles.roots}>
          <Rootlets drawing="rock" />
        </div>
        <div className={styles.claim}>
          <h2>{t('welcome.claim')}</h2>
          <Text kind="sub">{t('welcome.about')}</Text>
        </div>
        <div className={styles.ways}>
          <Button kind="main" size="big" full onClick={() => navigate('/start')}>
            {t('welcome.make')}
          </Button>
          <Button size="big" full onClick={() => navigate('/join')}>
            {t('welcome.invited')}
          </Button>
          <div className={styles.quiet}>
            <Button kind="text" onClick={() => navigate('/recover')}>
              {t('welcome.words')}
            </Button>
            <ButtonLink kind="text" href="/both-sides">
              {t('welcome.bothSides')}
            </ButtonLink>
            {isOnHomeScreen() && (
              <ButtonLink kind="text" href="/settings#move">
                {t('welcome.move')}
              </ButtonLink>
            )}
          </div>
        </div>
      </section>
    </Page>
  )
}

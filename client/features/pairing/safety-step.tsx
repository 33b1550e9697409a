import { useTranslation } from '../../i18n/use-translation.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Eye, Hand, Lock, Wind } from '../../ui/icons.ts'
import { Text } from '../../ui/text.tsx'
import styles from './step.module.css'
import { StepHeading } from './step-heading.tsx'

/** PRACTICE: fear, injury or control by the partner, and this app is not the place. Asks nothing, keeps nothing, sends nothing. */
export const SafetyStep = ({ busy, done }: { busy: boolean; done: () => void }) => {
  const { t } = useTranslation('pairing')
  return (
    <>
      <div className={styles.step}>
        <div className={styles.head}>
          <StepHeading>{t('safety.title')}</StepHeading>
          <Text kind="sub">{t('safety.about')}</Text>
        </div>
        <Text kind="sub">{t('safety.not')}</Text>
        <Card>
          <ul className={styles.signs}>
            <li>
              <Wind />
              {t('safety.fear')}
            </li>
            <li>
              <Hand />
              {t('safety.harm')}
            </li>
            <li>
              <Eye />
              {t('safety.control')}
            </li>
          </ul>
        </Card>
        <Text kind="sub">{t('safety.turn')}</Text>
        <p className={styles.private}>
          <Lock />
          {t('safety.private')}
        </p>
      </div>
      <div className={styles.actions}>
        <Button kind="main" size="big" full onClick={done} disabled={busy}>
          {t('safety.continue')}
        </Button>
        <ButtonLink size="big" full href="/help">
          {t('safety.help')}
        </ButtonLink>
      </div>
    </>
  )
}

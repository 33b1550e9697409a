import { useTranslation } from '../../i18n/use-translation.ts'
import { MissingHere } from '../../shell/missing-here.tsx'
import { Page } from '../../shell/page.tsx'
import { chooseTheme, themes, useTheme } from '../../shell/theme.ts'
import { Languages, Lock, LogOut } from '../../ui/icons.ts'
import { Segments } from '../../ui/segments.tsx'
import { Text } from '../../ui/text.tsx'
import { Devices } from './devices.tsx'
import { Group, Row } from './group.tsx'
import { KeptHere } from './kept-here.tsx'
import { LeavingQuickly } from './leaving-quickly.tsx'
import { PartnerPhone } from './partner-phone.tsx'
import styles from './settings.module.css'
import { TryTogether } from './try-together.tsx'
import { WhenSignal } from './when-signal.tsx'

/** `/settings`. What is not built yet says so. */
export const SettingsPage = () => {
  const { t } = useTranslation('settings')
  const theme = useTheme()
  return (
    <Page navigation className={styles.settings}>
      <h1>{t('title')}</h1>
      <MissingHere />
      <Devices />
      <WhenSignal />
      <PartnerPhone />
      <TryTogether />
      <Group title={t('language.title')}>
        <Row icon={<Languages />} title={t('language.english')} detail={t('language.more')} />
      </Group>
      <Group title={t('private.title')}>
        <LeavingQuickly />
        <div className={styles.look}>
          <Text kind="label" as="span">
            {t('private.look')}
          </Text>
          <Segments
            label={t('private.look')}
            value={theme}
            options={themes.map(value => ({ value, label: t(`private.${value}`) }))}
            onChange={chooseTheme}
          />
        </div>
        <Row icon={<Lock />} title={t('private.lock')} detail={t('private.lockMore')} />
      </Group>
      <KeptHere />
      <Group title={t('leave.title')}>
        <Row icon={<LogOut />} title={t('leave.about')} detail={t('leave.now')} />
      </Group>
    </Page>
  )
}

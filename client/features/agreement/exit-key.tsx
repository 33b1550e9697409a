import { useTranslation } from '../../i18n/use-translation.ts'
import { leave } from '../../shell/exit.ts'
import { DoorOpen } from '../../ui/icons.ts'
import styles from './drafting-sheet.module.css'

/** Exit, where a sheet or a dialog lies over the one of the page. */
export const ExitKey = () => {
  const { t } = useTranslation('shell')
  return (
    <button type="button" className={styles.exit} onClick={leave}>
      <DoorOpen />
      {t('exit')}
    </button>
  )
}

import { useTranslation } from '../../i18n/use-translation.ts'
import { FileUp } from '../../ui/icons.ts'
import styles from './choose-file.module.css'

interface ChooseFileProps {
  disabled: boolean
  onChosen: (file: File) => void
}

/** The browser's own way to a file, in the look of a button. */
export const ChooseFile = ({ disabled, onChosen }: ChooseFileProps) => {
  const { t } = useTranslation('along')
  return (
    <label className={styles.choose}>
      <FileUp />
      {t('bring.choose')}
      <input
        type="file"
        accept=".json,application/json"
        disabled={disabled}
        onChange={event => {
          const [file] = event.target.files ?? []
          // The same file chosen again is a choice as well.
          event.target.value = ''
          if (file) onChosen(file)
        }}
      />
    </label>
  )
}

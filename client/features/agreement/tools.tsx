import { useTranslation } from '../../i18n/use-translation.ts'
import { Printer, Redo2, Undo2 } from '../../ui/icons.ts'
import styles from './tools.module.css'
import { useWriting } from './writing.ts'

/** One's own steps back and forth, and the agreement on paper. */
export const Tools = ({ canUndo, canRedo }: { canUndo: boolean; canRedo: boolean }) => {
  const { t } = useTranslation('agreement')
  const agreement = useWriting()?.agreement
  return (
    <div className={styles.tools} role="toolbar" aria-label={t('tools')}>
      <button type="button" aria-label={t('undo')} aria-disabled={!canUndo} onClick={() => agreement?.undo()}>
        <Undo2 />
      </button>
      <button type="button" aria-label={t('redo')} aria-disabled={!canRedo} onClick={() => agreement?.redo()}>
        <Redo2 />
      </button>
      <button type="button" aria-label={t('takeAlong')} onClick={() => print()}>
        <Printer />
      </button>
    </div>
  )
}

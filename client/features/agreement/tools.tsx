import { useLocation } from 'wouter'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Backpack, Redo2, Undo2 } from '../../ui/icons.ts'
import styles from './tools.module.css'
import { useWriting } from './writing.ts'

/** One's own steps back and forth, and the way to paper, picture and file. */
export const Tools = ({ canUndo, canRedo }: { canUndo: boolean; canRedo: boolean }) => {
  const { t } = useTranslation('agreement')
  const agreement = useWriting()?.agreement
  const [, navigate] = useLocation()
  return (
    <div className={styles.tools} role="toolbar" aria-label={t('tools')}>
      <button type="button" aria-label={t('undo')} aria-disabled={!canUndo} onClick={() => agreement?.undo()}>
        <Undo2 />
      </button>
      <button type="button" aria-label={t('redo')} aria-disabled={!canRedo} onClick={() => agreement?.redo()}>
        <Redo2 />
      </button>
      <button type="button" aria-label={t('takeAlong')} onClick={() => navigate('/agreement/along')}>
        <Backpack />
      </button>
    </div>
  )
}

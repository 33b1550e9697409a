import { useTranslation } from '../../i18n/use-translation.ts'
import { Notice } from '../../ui/notice.tsx'
import styles from './along.module.css'

/** What became of a file that was to be saved. */
export type Saved = { ok: boolean; name: string } | null

/** Says only what a page can know of a download. */
export const SavedLine = ({ saved }: { saved: Saved }) => {
  const { t } = useTranslation('along')
  return (
    <div role="status" className={styles.told}>
      {saved?.ok && (
        <p>
          {t('saved', { name: saved.name })} {t('savedMore')}
        </p>
      )}
      {saved && !saved.ok && (
        <Notice kind="warn" title={t('notSaved')}>
          {t('notSavedMore')}
        </Notice>
      )}
    </div>
  )
}

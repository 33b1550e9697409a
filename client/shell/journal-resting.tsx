import type { ReactNode } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { useJournalRests } from './use-journal-rests.ts'

/** While a pause runs its children are not offered, and one key opens them anyway. */
export const JournalResting = ({ children }: { children: ReactNode }) => {
  const { t } = useTranslation('pause')
  const { rests, openAnyway } = useJournalRests()
  if (!rests) return children
  return (
    <Notice role="status" title={t('journal.rests')} actions={<Button onClick={openAnyway}>{t('journal.open')}</Button>}>
      <p>{t('journal.more')}</p>
    </Notice>
  )
}

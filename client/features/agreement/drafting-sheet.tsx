import type { ReactNode } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { ExitKey } from './exit-key.tsx'

interface DraftingSheetProps {
  title: string
  onClose: () => void
  children: ReactNode
}

/** A sheet over the agreement. Exit is one tap here as on every screen. */
export const DraftingSheet = ({ title, onClose, children }: DraftingSheetProps) => {
  const { t } = useTranslation('drafting')
  return (
    <Sheet title={title} onClose={onClose} closeLabel={t('done')} aside={<ExitKey />}>
      {children}
    </Sheet>
  )
}

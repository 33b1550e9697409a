import type { ReactNode } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { leave } from '../../shell/exit.ts'
import { DoorOpen } from '../../ui/icons.ts'
import { Sheet } from '../../ui/sheet.tsx'
import styles from './drafting-sheet.module.css'

interface DraftingSheetProps {
  title: string
  onClose: () => void
  children: ReactNode
}

/** A sheet over the agreement. Exit is one tap here as on every screen. */
export const DraftingSheet = ({ title, onClose, children }: DraftingSheetProps) => {
  const { t } = useTranslation('drafting')
  const { t: everywhere } = useTranslation('shell')
  const exit = (
    <button type="button" className={styles.exit} onClick={leave}>
      <DoorOpen />
      {everywhere('exit')}
    </button>
  )
  return (
    <Sheet title={title} onClose={onClose} closeLabel={t('done')} aside={exit}>
      {children}
    </Sheet>
  )
}

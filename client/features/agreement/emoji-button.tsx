import { useState } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { SmilePlus } from '../../ui/icons.ts'
import styles from './clause-text.module.css'
import { DraftingSheet } from './drafting-sheet.tsx'
import { LatePart } from './late-part.tsx'
import { useWriting } from './writing.ts'

const loadPicker = () => import('./emoji-picker.tsx')

/** Beside the emoji of a signal: leads to all of them. The chosen one takes the place of what stands there. */
export const EmojiButton = ({ clauseId }: { clauseId: string }) => {
  const { t } = useTranslation('drafting')
  const agreement = useWriting()?.agreement
  const [open, setOpen] = useState(false)
  const choose = (emoji: string) => {
    agreement?.setText(clauseId, 'emoji', emoji)
    setOpen(false)
  }
  return (
    <>
      <button
        type="button"
        className={styles.choose}
        aria-label={t('emoji.choose')}
        aria-haspopup="dialog"
        disabled={!agreement}
        onClick={() => setOpen(true)}
      >
        <SmilePlus />
      </button>
      {open && (
        <DraftingSheet title={t('emoji.title')} onClose={() => setOpen(false)}>
          <LatePart load={loadPicker}>{({ AllEmoji }) => <AllEmoji onChoose={choose} />}</LatePart>
        </DraftingSheet>
      )}
    </>
  )
}

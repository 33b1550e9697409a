import { useState } from 'react'
import type { ClauseKind } from '../../documents/agreement-view.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { BookOpen } from '../../ui/icons.ts'
import { DraftingSheet } from './drafting-sheet.tsx'
import { LatePart } from './late-part.tsx'
import { useWriting } from './writing.ts'
import { useWritingRests } from './writing-rests.tsx'

const loadLibrary = () => import('./library-drafts.tsx')

/** Leads to the drafts of the library for clauses of one kind. Asleep until the agreement can be written in. `whyRests`: id of what says why it rests. */
export const LibraryButton = ({ kind, whyRests }: { kind: ClauseKind; whyRests?: string | undefined }) => {
  const { t } = useTranslation('drafting')
  const agreement = useWriting()?.agreement
  const rests = useWritingRests()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button
        kind="text"
        icon={<BookOpen />}
        disabled={!agreement}
        aria-disabled={rests}
        aria-describedby={whyRests}
        aria-label={t(`library.openFor.${kind}`)}
        aria-haspopup="dialog"
        onClick={() => setOpen(!rests)}
      >
        {t('library.open')}
      </Button>
      {open && agreement && (
        <DraftingSheet title={t(`library.title.${kind}`)} onClose={() => setOpen(false)}>
          <LatePart load={loadLibrary}>{({ LibraryDrafts }) => <LibraryDrafts kind={kind} agreement={agreement} />}</LatePart>
        </DraftingSheet>
      )}
    </>
  )
}

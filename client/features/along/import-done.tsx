import { useState } from 'react'
import type { Agreement } from '../../documents/agreement.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { Undo2 } from '../../ui/icons.ts'
import { Notice } from '../../ui/notice.tsx'

export interface BroughtIn {
  added: number
  back: number
  changed: number
  removed: number
  /** The pause times became those of the file. */
  pause: boolean
  /** The step of undo that it was; while it is the newest, "Undo" takes back exactly this. */
  step: unknown
}

/** It is done, and one press takes it back whole. */
export const ImportDone = ({
  done: { added, back, changed, removed, pause, step },
  agreement,
}: {
  done: BroughtIn
  agreement: Agreement
}) => {
  const { t } = useTranslation('along')
  const [undone, setUndone] = useState(false)
  const isNewest = agreement.undoManager.undoStack.at(-1) === step
  if (undone) return <Notice role="status" title={t('bring.undone')} />
  return (
    <Notice
      role="status"
      title={t('bring.done')}
      actions={
        isNewest && (
          <Button
            size="small"
            icon={<Undo2 />}
            onClick={() => {
              if (agreement.undoManager.undoStack.at(-1) !== step) return
              agreement.undo()
              setUndone(true)
            }}
          >
            {t('bring.undo')}
          </Button>
        )
      }
    >
      {t('bring.doneMore', { added, changed, removed })} {back > 0 && t('bring.doneBack', { back })}{' '}
      {pause && t('bring.donePause')} {t('bring.doneInForce')}
    </Notice>
  )
}

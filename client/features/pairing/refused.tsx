import type { ReactNode } from 'react'
import { errorText } from '../../i18n/error-text.ts'
import type { Outcome } from '../../sync/session.ts'
import { Notice } from '../../ui/notice.tsx'

export type Failure = Exclude<Outcome, { ok: true }>

/** A refusal in plain words, with a way out. */
export const Refused = ({ failure, actions }: { failure: Failure; actions?: ReactNode }) => {
  const { so, way } = errorText(failure.code)
  return (
    <Notice kind="warn" role="alert" title={so} actions={actions}>
      {way}
    </Notice>
  )
}

import type { ReactNode } from 'react'
import { errorText } from '../../i18n/error-text.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import type { Outcome } from '../../sync/session.ts'
import { Notice } from '../../ui/notice.tsx'

export type Failure = Exclude<Outcome, { ok: true }>

const HOUR_MS = 3_600_000

/** A refusal in plain words, with a way out. */
export const Refused = ({ failure, actions }: { failure: Failure; actions?: ReactNode }) => {
  const { t } = useTranslation('pairing')
  const { so, way } = errorText(failure.code)
  const { code, retryAfterMs = 0 } = failure
  return (
    <Notice kind="warn" role="alert" title={so} actions={actions}>
      {code === 'too-many-devices' && t('recover.again', { count: Math.max(1, Math.ceil(retryAfterMs / HOUR_MS)) })} {way}
    </Notice>
  )
}

import i18next from 'i18next'
import type { ErrorCode } from '../../shared/errors.ts'
import type { ErrorText, LocalErrorCode } from './en/errors.ts'

/** What to say of a refusal: `so` is what is so, `way` what can be done. */
export const errorText = (code: ErrorCode | LocalErrorCode): ErrorText => {
  const t = i18next.getFixedT(null, 'errors')
  return { so: t(`${code}.so`), way: t(`${code}.way`) }
}

import type { ErrorCode } from '../../shared/errors.ts'
import { type ErrorText, errors, type LocalErrorCode } from './en/errors.ts'
import { translate } from './translate.ts'

/** What to say of a refusal: `so` is what is so, `way` what can be done. Its texts come with the pages that refuse; home does not. */
export const errorText = (code: ErrorCode | LocalErrorCode): ErrorText => ({
  so: translate(errors, `${code}.so`),
  way: translate(errors, `${code}.way`),
})

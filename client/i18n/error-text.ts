import type { ErrorCode } from '../../shared/errors.ts'
import type { ErrorText, LocalErrorCode } from './en/errors.ts'
import { textsOf } from './texts.ts'
import { translate } from './translate.ts'

/** What to say of a refusal: `so` is what is so, `way` what can be done. */
export const errorText = (code: ErrorCode | LocalErrorCode): ErrorText => {
  const texts = textsOf('errors')
  return { so: translate(texts, `${code}.so`), way: translate(texts, `${code}.way`) }
}

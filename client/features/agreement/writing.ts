import { createContext, use } from 'react'
import type { AgreementInUse } from '../../documents/use-agreement.ts'
import type { NameOf } from './partner-carets.ts'
import type { Unkept } from './use-minutes.ts'

/** What every clause needs to be written in. The same object for as long as the document is open. */
export interface Writing extends Pick<AgreementInUse, 'agreement' | 'together' | 'movedOn' | 'setPlace'> {
  awareness: AgreementInUse['document']['awareness']
  nameOf: NameOf
  /** Minutes were typed and are not kept: nothing may claim that they are. */
  tellUnkept: (unkept: Unkept | null) => void
}

/** Null until the document is open: texts are shown, and not yet written in. */
export const WritingContext = createContext<Writing | null>(null)

export const useWriting = (): Writing | null => use(WritingContext)

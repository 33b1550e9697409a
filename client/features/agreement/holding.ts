import { createContext, useCallback, useState } from 'react'

/** Told by each text of a clause when its editor begins and when it ends to show other words than the document has. */
export const HoldingContext = createContext<(isHolding: boolean) => void>(() => undefined)

/** Whether a text of the clause shows other words than the document has, and what its texts tell that to. */
export const useHolding = (): { isHolding: boolean; holding: (isHolding: boolean) => void } => {
  const [texts, setTexts] = useState(0)
  const holding = useCallback((isHolding: boolean) => setTexts(before => before + (isHolding ? 1 : -1)), [])
  return { isHolding: texts > 0, holding }
}

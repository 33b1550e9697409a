import { createContext, type ReactNode } from 'react'

/** What every page says under its top line. Alerts over the pages do without. */
export const PageNotice = createContext<ReactNode>(null)

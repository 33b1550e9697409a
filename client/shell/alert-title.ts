import { createContext } from 'react'

/** The id that names the alert: whatever is shown inside gives it to its title. */
export const AlertTitle = createContext('')

import { createContext, type ReactNode, use } from 'react'
import { useJournalRests } from '../../shell/use-journal-rests.ts'

const Rests = createContext(false)

/** Whether nothing new is offered to be written now. What is being written stays as it is. */
export const useWritingRests = (): boolean => use(Rests)

/** While a pause runs the agreement is there to be read, for as long as the journal rests. */
export const WritingRests = ({ children }: { children: ReactNode }) => <Rests value={useJournalRests().rests}>{children}</Rests>

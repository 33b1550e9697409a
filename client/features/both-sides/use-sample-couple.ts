import { useCallback, useEffect, useEffectEvent, useState } from 'react'
import { z } from 'zod/mini'
import { makeCouple, removeCouple, type SampleOutcome } from './sample-couple.ts'

type Failure = Exclude<SampleOutcome, { ok: true }>['code']

/** Where the sample couple is. `over`: its phones found that it is no longer on the server. */
export type CoupleState =
  | { kind: 'making' }
  | { kind: 'running' }
  | { kind: 'removing' }
  | { kind: 'removed' }
  | { kind: 'over' }
  | { kind: 'failed'; code: Failure }

/** Having removed it, nobody wants it back by a reload; who comes anew does. So it is noted at this visit in the history. */
const Removed = z.object({ removed: z.literal(true) })
const wasRemoved = (): boolean => Removed.safeParse(history.state).success
const noteRemoved = (note: z.infer<typeof Removed> | null): void => history.replaceState(note, '')

/** Coming to the page starts a sample couple, or goes on with the one that is there. */
export const useSampleCouple = (names: { a: string; b: string }) => {
  const [state, setState] = useState<CoupleState>(() => (wasRemoved() ? { kind: 'removed' } : { kind: 'making' }))
  const make = useCallback(async () => {
    setState({ kind: 'making' })
    noteRemoved(null)
    const made = await makeCouple(names)
    setState(made.ok ? { kind: 'running' } : { kind: 'failed', code: made.code })
  }, [names])
  const remove = useCallback(async (): Promise<boolean> => {
    setState({ kind: 'removing' })
    const removed = await removeCouple()
    if (removed.ok) noteRemoved({ removed: true })
    setState(removed.ok ? { kind: 'removed' } : { kind: 'failed', code: removed.code })
    return removed.ok
  }, [])
  const startAgain = useCallback(async () => {
    if (await remove()) await make()
  }, [remove, make])
  const over = useCallback(() => setState(now => (now.kind === 'running' ? { kind: 'over' } : now)), [])
  const begin = useEffectEvent(() => {
    if (state.kind === 'making') void make()
  })
  useEffect(() => begin(), [])
  return { state, remove, startAgain, over }
}

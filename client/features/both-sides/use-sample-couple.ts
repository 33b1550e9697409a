import { useCallback, useEffect, useEffectEvent, useState } from 'react'
import { ofTab } from '../../shell/small-storage.ts'
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

/** Having removed it, nobody wants it back by a reload. */
const REMOVED = 'holdfast.sample.removed'

/** Coming to the page starts a sample couple, or goes on with the one that is there. */
export const useSampleCouple = (names: { a: string; b: string }) => {
  const [state, setState] = useState<CoupleState>(() => (ofTab.read(REMOVED) === null ? { kind: 'making' } : { kind: 'removed' }))
  const make = useCallback(async () => {
    setState({ kind: 'making' })
    ofTab.remove(REMOVED)
    const made = await makeCouple(names)
    setState(made.ok ? { kind: 'running' } : { kind: 'failed', code: made.code })
  }, [names])
  const remove = useCallback(async (): Promise<boolean> => {
    setState({ kind: 'removing' })
    const removed = await removeCouple()
    if (removed.ok) ofTab.write(REMOVED, 'yes')
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

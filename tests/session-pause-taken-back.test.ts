import { expect, test, vi } from 'vitest'
import { MOST_TAKE_BACKS, TAKE_BACKS_APART_MS } from '../server/features/event-room.ts'
import { movedServer } from './support/moved-server.ts'
import { lighthouse, until } from './support/sessions.ts'

const MINUTE_MS = 60_000
const { clock, couple } = movedServer()

test('[SCP9] a pause taken back is known as that on the other phone, for half an hour and until the next one', async () => {
  await using pair = await couple()
  const [a, b] = [pair.a.session, pair.b.session]
  expect(b.state().pause.takenBackAt).toBeNull()
  for (let round = 0; round < 2; round++) {
    await a.startPause(25)
    await until(b, ({ pause }) => pause.state.kind === 'paused' && pause.takenBackAt === null)
    await a.cancelPause()
    await until(b, ({ pause }) => pause.state.kind === 'none' && pause.takenBackAt)
    clock.advance(TAKE_BACKS_APART_MS)
  }
  clock.advance(31 * MINUTE_MS)
  b.setOffline(true)
  await until(b, ({ pause }) => pause.takenBackAt === null)
})

test('[SCP40] a start soon after two that were taken back is told as a further one to the other phone, until one was held or time went by', async () => {
  await using pair = await couple()
  const [a, b] = [pair.a.session, pair.b.session]
  const start = async (from: typeof a): Promise<boolean[]> => {
    await from.startPause(25)
    const paused = () =>
      [a, b].map(one => until(one, ({ pause }) => pause.state.kind === 'paused' && !pause.unconfirmed && pause))
    return (await Promise.all(paused())).map(({ startedAnew }) => startedAnew)
  }
  const end = async (step: () => Promise<unknown>): Promise<void> => {
    await step()
    await Promise.all([a, b].map(one => until(one, ({ pause, unsent }) => pause.state.kind === 'none' && unsent === 0)))
    clock.advance(TAKE_BACKS_APART_MS)
  }
  expect(await start(a)).toEqual([false, false])
  await end(() => a.cancelPause())
  // One that was pressed too soon, and then meant: both phones come to it.
  expect(await start(a)).toEqual([false, false])
  await end(() => a.cancelPause())
  expect(await start(a)).toEqual([false, true])
  await end(() => a.cancelPause())
  // The other’s own start is none of these.
  expect(await start(b)).toEqual([false, false])
  clock.advance(26 * MINUTE_MS)
  await end(() => Promise.all([a.returnFromPause(), b.returnFromPause()]))
  for (let round = 0; round < 2; round++) {
    expect(await start(a)).toEqual([false, false])
    await end(() => a.cancelPause())
  }
  clock.advance(10 * MINUTE_MS)
  expect(await start(a)).toEqual([false, false])
})

test('[REL30] a second pause taken back at once is over five seconds later, and nothing is said; of a fifth the phone says that it stands', async () => {
  await using pair = await couple()
  const [a, b] = [pair.a.session, pair.b.session]
  const startAndCancel = async (): Promise<void> => {
    await a.startPause(25)
    await until(b, ({ pause }) => pause.state.kind === 'paused')
    await a.cancelPause()
  }
  const over = () =>
    Promise.all([a, b].map(one => until(one, ({ pause, unsent }) => pause.state.kind === 'none' && unsent === 0)))
  await startAndCancel()
  await over()
  await startAndCancel()
  await until(a, ({ pause, unsent }) => pause.state.kind === 'none' && unsent === 1)
  expect(b.state().pause.state.kind).toBe('paused')
  for (let taken = 2; taken <= MOST_TAKE_BACKS; taken++) {
    clock.advance(TAKE_BACKS_APART_MS)
    a.setOffline(true)
    a.setOffline(false)
    await over()
    expect(a.state().refusal).toBeNull()
    await startAndCancel()
  }
  await until(a, ({ pause, unsent }) => pause.state.kind === 'paused' && unsent === 0)
  expect(a.state().refusal).toMatchObject({ of: 'pause', code: 'pause-changed' })
  expect(b.state().pause.state.kind).toBe('paused')
})

test('[SCS53] an answer by hand, some seconds before a pause that is taken back, stays', async () => {
  await using pair = await couple()
  const [a, b] = [pair.a.session, pair.b.session]
  const id = await a.sendSignal(lighthouse)
  await until(b, ({ signals }) => signals[0])
  await b.answer(id, 'I am here')
  await until(a, ({ signals }) => signals[0]?.answer)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1_500 })
  await b.startPause(25)
  vi.useRealTimers()
  await until(a, ({ pause }) => pause.state.kind === 'paused')
  await b.cancelPause()
  await until(a, ({ pause }) => pause.state.kind === 'none')
  expect(a.state().signals).toMatchObject([{ id, answer: { text: 'I am here' } }])
})

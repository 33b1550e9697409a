import { NotStored, type Store } from '../../server/storage/store.ts'
import { type PushDesk, pushDesk } from './push-desk.ts'
import type { Couple } from './relay-server.ts'

export const SECOND = 1_000
export const AT_B = 'https://push.example/b'

/** A couple whose seat b is pushed to. */
export const deskWithB = async (options: Parameters<typeof pushDesk>[0] = {}): Promise<{ desk: PushDesk; couple: Couple }> => {
  const desk = await pushDesk(options)
  const couple = await desk.couple()
  await desk.subscribe(couple, 'b', AT_B)
  return { desk, couple }
}

/** Lets time pass second by second, as alarms are set anew after each try. */
export const passSlowly = async (desk: PushDesk, ms: number, step = SECOND): Promise<void> => {
  for (let passed = 0; passed < ms; passed += step) await desk.pass(step)
}

/** Loses the writing down of what came of a try, as a full disk or a server that dies would. */
export const losing =
  (lost: { next: boolean }) =>
  (store: Store): Store => ({
    read: work => store.read(work),
    write: work =>
      store.write(async tx => {
        const value = await work(tx)
        if (lost.next && typeof value === 'boolean') {
          lost.next = false
          throw new NotStored('lost')
        }
        return value
      }),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  })

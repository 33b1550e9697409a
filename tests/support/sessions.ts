import type { LocalStore } from '../../client/sync/local.ts'
import { MemoryStore } from '../../client/sync/local-memory.ts'
import { openSession, type SessionOptions } from '../../client/sync/open-session.ts'
import type { Session, SessionState, SignalView } from '../../client/sync/session.ts'
import type { SessionKeys } from '../../client/sync/session-keys.ts'

let made = 0
/** Storage of its own, named so that its tabs hear nobody else's. */
export const newStore = (): MemoryStore => {
  made += 1
  return new MemoryStore(`test-${process.pid}-${made}`)
}

export interface Phone extends AsyncDisposable {
  session: SessionKeys
  store: LocalStore
}

/** A device with storage of its own (or a given one: then it is another tab, or the same device after a reload). */
export const openPhone = async (url: string, options: Partial<SessionOptions> & { store?: LocalStore } = {}): Promise<Phone> => {
  const store = options.store ?? newStore()
  const session = await openSession('own', { url, label: 'Test phone', ...options, store })
  return { session, store, [Symbol.asyncDispose]: () => session[Symbol.asyncDispose]() }
}

/** Waits for the state to be so; told of every change, never by the clock. The test's own time limit ends a wait in vain. */
export const until = <T>(session: Session, found: (state: SessionState) => T | undefined | null | false): Promise<T> => {
  const { promise, resolve } = Promise.withResolvers<T>()
  const look = () => {
    const value = found(session.state())
    if (value === undefined || value === null || value === false) return
    stop()
    resolve(value)
  }
  const stop = session.subscribe(look)
  look()
  return promise
}

export const untilOnline = async (session: Session): Promise<void> => {
  await until(session, state => state.connection === 'online')
}

/** The newest signal in a given state. */
export const untilSignal = (session: Session, state: SignalView['state']): Promise<SignalView> =>
  until(session, now => now.signals.findLast(signal => signal.state === state))

/** A signal as a screen would press it. */
export const lighthouse = {
  clauseId: 'clause-1',
  word: 'Lighthouse',
  emoji: '🗼',
  gesture: 'hand on heart',
  meaning: 'my alarm is on',
  helps: 'sit by me',
}

/** Two phones in one space, online, each knowing the other. */
export const openCouple = async (
  url: string,
  options: { a?: Partial<SessionOptions>; b?: Partial<SessionOptions>; urlB?: string; names?: [string, string] } = {},
): Promise<Couple> => {
  const a = await openPhone(url, options.a)
  const b = await openPhone(options.urlB ?? url, options.b)
  const [nameA, nameB] = options.names ?? ['Amira', 'Jonas']
  await succeed(a.session.createSpace({ name: nameA, partnerName: nameB }))
  const fragment = await invite(a.session)
  await succeed(b.session.join({ fragment, name: nameB }))
  await until(a.session, state => state.phase === 'paired' && state.partner?.name === nameB && state.connection === 'online')
  await until(b.session, state => state.phase === 'paired' && state.partner?.name === nameA && state.connection === 'online')
  return {
    a,
    b,
    [Symbol.asyncDispose]: async () => {
      await a[Symbol.asyncDispose]()
      await b[Symbol.asyncDispose]()
    },
  }
}

export interface Couple extends AsyncDisposable {
  a: Phone
  b: Phone
}

/** Makes an invite; its link's fragment. */
export const invite = async (session: Session): Promise<string> => {
  await succeed(session.makeInvite())
  const made = await until(session, state => state.invite?.state === 'open' && state.invite)
  return new URL(made.link).hash
}

/** A clock that only the test moves, for the server and its phones alike. */
export const movedClock = (): { now: () => number; advance: (ms: number) => void } => {
  let ahead = 0
  return {
    now: () => Date.now() + ahead,
    advance: ms => {
      ahead += ms
    },
  }
}

export const succeed = async (outcome: Promise<{ ok: boolean; code?: string }>): Promise<void> => {
  const done = await outcome
  if (!done.ok) throw new Error(`refused: ${JSON.stringify(done)}`)
}

import { openSession } from '../../sync/open-session.ts'
import type { Outcome, Profile, Session } from '../../sync/session.ts'

export type SampleProfile = Exclude<Profile, 'own'>
export const SAMPLE_A = 'sample-a' satisfies SampleProfile
export const SAMPLE_B = 'sample-b' satisfies SampleProfile

export type SampleOutcome = Outcome | { ok: false; code: 'no-storage' }

/** Makes a sample couple on the server, by the very steps that a real couple takes; or finds the one that this browser has. */
export const makeCouple = (names: { a: string; b: string }): Promise<SampleOutcome> =>
  withBoth(async (a, b) => {
    if (a.state().storage || b.state().storage) return { ok: false, code: 'no-storage' }
    if (isMember(a) && isMember(b)) return { ok: true }
    const cleared = await removeBoth(a, b)
    return cleared.ok ? pair(a, b, names) : cleared
  })

/** Removes the sample couple on the server and in this browser. Close its phones first. */
export const removeCouple = (): Promise<Outcome> => withBoth(removeBoth)

const pair = async (a: Session, b: Session, names: { a: string; b: string }): Promise<Outcome> => {
  const created = await a.createSpace({ name: names.a, partnerName: names.b, sample: true })
  if (!created.ok) return created
  await a.confirmWords()
  const invited = await a.makeInvite()
  if (!invited.ok) return invited
  const joined = await b.join({ fragment: new URL(a.state().invite?.link ?? location.href).hash.slice(1), name: names.b })
  if (joined.ok) await b.confirmWords()
  return joined
}

const removeBoth = async (a: Session, b: Session): Promise<Outcome> => {
  let isAsked = false
  for (const session of [a, b]) {
    const { phase } = session.state()
    if (phase === 'none') continue
    // It is one space: once it is gone, the server knows neither phone any more.
    const isOut: boolean = isAsked || phase === 'ended'
    const removed = await (isOut ? session.letGo() : session.removeSample())
    if (!removed.ok) return removed
    isAsked ||= !isOut
  }
  return { ok: true }
}

const isMember = (session: Session): boolean => {
  const { phase } = session.state()
  return phase === 'alone' || phase === 'paired'
}

/** One at a time, also across the tabs of this browser where it can tell (not on plain http). */
const withBoth = async <T>(act: (a: Session, b: Session) => Promise<T>): Promise<T> => {
  const turn = async () => {
    const both = await Promise.all([openSession(SAMPLE_A), openSession(SAMPLE_B)])
    try {
      return await act(...both)
    } finally {
      await Promise.all(both.map(session => session[Symbol.asyncDispose]()))
    }
  }
  const mine = lastTurn.then(() => ('locks' in navigator ? navigator.locks.request('holdfast-sample', turn) : turn()))
  lastTurn = mine.catch(() => undefined)
  return mine
}

let lastTurn: Promise<unknown> = Promise.resolve()

import type { Instant } from '../../shared/ids.ts'

/** What came of one try. `not-allowed`: an address the server does not go to; `cut-off`: the server stops. */
export type Outcome =
  | { kind: 'answered'; status: number; retryAfterMs: number | null }
  | { kind: 'unreachable' | 'not-allowed' | 'unsealable' | 'cut-off' }

/** What follows from it. `aloneUntil`: the push service wants no further message for this device before. */
export type Verdict =
  | { kind: 'done' }
  | { kind: 'gone' }
  | { kind: 'again'; at: Instant; aloneUntil: Instant | null }
  | { kind: 'given-up'; code: string; aloneUntil: Instant | null }
  /** For good, as far as this push goes. What is refused so again and again is no way to reach anybody. */
  | { kind: 'refused'; code: string }
  | { kind: 'set-free' }

/** The first wait after a failure, ms; it doubles up to the longest. */
const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 300_000

/** `random` in [0, 1) spreads tries, so that not all come back at once. */
export const judge = (outcome: Outcome, push: { tries: number; expiresAt: Instant }, at: Instant, random: number): Verdict => {
  switch (outcome.kind) {
    case 'answered':
      return judgeStatus(outcome.status, outcome.retryAfterMs, push, at, random)
    case 'unreachable':
      return again(push, at, random, null)
    case 'not-allowed':
      return { kind: 'refused', code: outcome.kind }
    case 'unsealable':
      return { kind: 'given-up', code: outcome.kind, aloneUntil: null }
    case 'cut-off':
      return { kind: 'set-free' }
  }
}

type Push = { tries: number; expiresAt: Instant }

const judgeStatus = (status: number, retryAfterMs: number | null, push: Push, at: Instant, random: number): Verdict => {
  if (status >= 200 && status < 300) return { kind: 'done' }
  if (status === 404 || status === 410) return { kind: 'gone' }
  if (status === 408 || status === 429 || status >= 500) return again(push, at, random, retryAfterMs)
  return { kind: 'refused', code: String(status) }
}

const again = ({ tries, expiresAt }: Push, at: Instant, random: number, retryAfterMs: number | null): Verdict => {
  const longest = Math.min(FIRST_WAIT_MS * 2 ** Math.min(Math.max(0, tries), 20), LONGEST_WAIT_MS)
  const ownWait = Math.round(longest * (0.5 + random / 2))
  const aloneUntil = retryAfterMs === null ? null : at + retryAfterMs
  const next = Math.max(at + ownWait, aloneUntil ?? 0)
  return next < expiresAt ? { kind: 'again', at: next, aloneUntil } : { kind: 'given-up', code: 'too-late', aloneUntil }
}

/** `Retry-After` in ms from now: seconds or a date; null for anything else. Nobody is left alone for more than an hour. */
export const readRetryAfter = (header: string | undefined, at: Instant): number | null => {
  if (header === undefined) return null
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - at
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), RETRY_AFTER_MOST_MS) : null
}
const RETRY_AFTER_MOST_MS = 3_600_000

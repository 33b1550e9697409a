import type { Instant, Seat } from './ids.ts'

/** That a seat no longer agrees to what both held. */
export interface Withdrawal {
  readonly seat: Seat
  /** By the server's clock. */
  readonly at: Instant
  /** The wordings that it ended. */
  readonly hashes: readonly string[]
}

/** The newest of each seat, as long as it stands. */
export type Withdrawals = Readonly<Record<Seat, Withdrawal | null>>

export const NO_WITHDRAWALS: Withdrawals = { a: null, b: null }

/** One more. It tells nothing when it ended nothing that both held. */
export const withWithdrawal = (before: Withdrawals, { seat, at, hashes }: Withdrawal): Withdrawals => {
  if (hashes.length === 0) return before
  return { ...before, [seat]: { seat, at, hashes: [...new Set([...(before[seat]?.hashes ?? []), ...hashes])] } }
}

/** The seat agrees to this wording anew. */
export const withoutWithdrawal = (before: Withdrawals, seat: Seat, hash: string): Withdrawals => {
  const stands = before[seat]
  if (!stands?.hashes.includes(hash)) return before
  const hashes = stands.hashes.filter(one => one !== hash)
  return { ...before, [seat]: hashes.length > 0 ? { ...stands, hashes } : null }
}

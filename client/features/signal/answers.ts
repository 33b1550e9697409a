import type { HomeProjection } from '../../documents/home-projection.ts'

/** The one-tap answers agreed for a signal; for one that is no longer in the agreement, the app's own. At least one, at most two. */
export const answersFor = (
  home: HomeProjection,
  clauseId: string,
  byDefault: readonly [string, string],
): readonly [string, string?] => {
  const agreed = home.signals.find(signal => signal.clauseId === clauseId)?.answers ?? []
  const [first, second] = agreed.length > 0 ? agreed : byDefault
  return first === undefined ? byDefault : second === undefined ? [first] : [first, second]
}

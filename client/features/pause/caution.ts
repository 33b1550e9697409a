const COLD = /\b(cold|cool|ice|icy|freez\w*)\b/i
const WATER = /\b(water|wash|shower|bath|face|wrists?|neck|hands?|cloth|packs?|cubes?|plunge|swim|dip|tap|sink)\b/i
const WALK = /\b(walk\w*|run|runs|running|jog\w*|hik\w+|cycl\w+|stairs)\b/i

/** Which caution stands with an activity of the own list, by what its words name: the body page's own. Null for all others. */
export const cautionFor = (activity: string): 'water' | 'walk' | null => {
  if (COLD.test(activity) && WATER.test(activity)) return 'water'
  return WALK.test(activity) ? 'walk' : null
}

/** The hour at which a new day begins for people who are still awake. */
const DAY_BEGINS_AT = 4

/** Until when what was said at `at` to rest until tomorrow rests: the next early morning, by this device's zone. */
export const restsUntil = (at: number): number => {
  const morning = new Date(at)
  if (morning.getHours() >= DAY_BEGINS_AT) morning.setDate(morning.getDate() + 1)
  return morning.setHours(DAY_BEGINS_AT, 0, 0, 0)
}

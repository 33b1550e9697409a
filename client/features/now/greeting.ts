/** Which greeting fits an hour of the day, 0 to 23. */
export const greetingFor = (hour: number): 'morning' | 'day' | 'evening' | 'night' => {
  if (hour < 5 || hour >= 22) return 'night'
  if (hour < 11) return 'morning'
  return hour < 17 ? 'day' : 'evening'
}

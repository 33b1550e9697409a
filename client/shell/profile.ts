import type { Profile } from '../sync/session.ts'

export interface Place {
  profile: Profile
  /** Path prefix of every page of this profile: '' or '/sample/a'. */
  base: string
}

/** Whose storage a path uses: the two phones of a sample couple live under `/sample/a` and `/sample/b`. */
export const profileFromPath = (pathname: string): Place => {
  const seat = /^\/sample\/([ab])(?:\/|$)/.exec(pathname)?.[1]
  if (seat === 'a') return { profile: 'sample-a', base: '/sample/a' }
  if (seat === 'b') return { profile: 'sample-b', base: '/sample/b' }
  return { profile: 'own', base: '' }
}

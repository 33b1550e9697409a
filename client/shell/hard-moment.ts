import { isCalm } from './calm-page.ts'

/** Where one is in the midst of it: a line that can wait stays away from the keys there, and comes once one is elsewhere. */
export const isHardMoment = (path: string): boolean => path !== '/' && !isCalm(path)

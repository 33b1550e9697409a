/** What Now knows of what it could offer. */
export interface Offerable {
  /** Notifications were neither followed nor put away here, and could be. */
  push: boolean
  /** A drill was neither opened nor put away here. */
  drill: boolean
  /** A couple's own space: a sample rehearses nothing. */
  own: boolean
  /** Of the drills that there were, by either. */
  practised: boolean
}

/** One thing at a time, notifications first; a drill until there was one. */
export const offerOf = ({ push, drill, own, practised }: Offerable): 'push' | 'drill' | null => {
  if (push) return 'push'
  return drill && own && !practised ? 'drill' : null
}

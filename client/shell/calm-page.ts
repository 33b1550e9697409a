/** Pages of a hard moment, once there is a space: they have other things to say than where it is kept. */
const CRISIS = ['/', '/signal', '/pause', '/body']

/** A page that has the quiet lines above it. */
export const isCalm = (path: string): boolean => !CRISIS.includes(path)

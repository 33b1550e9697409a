/** Under this name among a session's small local things is what rang of signals: for its pages and its service worker, since a device counts once. */
export const ALARMS = 'alarms'

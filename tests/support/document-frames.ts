/** Asks for all that a device that has nothing lacks. */
export const ask = new Uint8Array([0, 0, 1, 0])
/** Whether a frame is the answer to that. */
export const isMissing = (frame: Uint8Array): boolean => frame[0] === 0 && frame[1] === 1

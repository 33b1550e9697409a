const SIGNATURE_AND_HEADER = 8 + 25

/** A PNG that says how large it is when printed: a `pHYs` chunk after the header. */
export const withDensity = (png: Uint8Array<ArrayBuffer>, dotsPerMetre: number): Uint8Array<ArrayBuffer> => {
  const chunk = new Uint8Array(21)
  const view = new DataView(chunk.buffer)
  view.setUint32(0, 9)
  chunk.set(new TextEncoder().encode('pHYs'), 4)
  view.setUint32(8, dotsPerMetre)
  view.setUint32(12, dotsPerMetre)
  // The unit is the metre.
  chunk[16] = 1
  view.setUint32(17, crc32(chunk.subarray(4, 17)))
  const whole = new Uint8Array(png.length + chunk.length)
  whole.set(png.subarray(0, SIGNATURE_AND_HEADER))
  whole.set(chunk, SIGNATURE_AND_HEADER)
  whole.set(png.subarray(SIGNATURE_AND_HEADER), SIGNATURE_AND_HEADER + chunk.length)
  return whole
}

/** As PNG has it: polynomial 0xEDB88320. */
const crc32 = (bytes: Uint8Array): number => {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

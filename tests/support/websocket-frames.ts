/**
 * Reads one direction of a connection: HTTP as it is; after an upgrade the payloads of the WebSocket frames, unmasked, since a
 * client's masks hide every word from a plain search. A compressed frame throws: nothing could be said of what it holds.
 */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0)
  #framed = false

  read(bytes: Buffer): Buffer[] {
    if (!this.#framed) return this.#readHttp(bytes)
    this.#rest = Buffer.concat([this.#rest, bytes])
    return this.#readFrames()
  }

  #readHttp(bytes: Buffer): Buffer[] {
    const text = bytes.toString('latin1')
    const head = text.indexOf('\r\n\r\n')
    if (head < 0 || !/^upgrade: *websocket/im.test(text.slice(0, head))) return [bytes]
    this.#framed = true
    this.#rest = bytes.subarray(head + 4)
    return [bytes.subarray(0, head + 4), ...this.#readFrames()]
  }

  #readFrames(): Buffer[] {
    const payloads: Buffer[] = []
    for (let frame = takeFrame(this.#rest); frame; frame = takeFrame(this.#rest)) {
      payloads.push(frame.payload)
      this.#rest = frame.rest
    }
    return payloads
  }
}

/** One whole frame from the front (RFC 6455, section 5.2); null while more bytes are needed. */
const takeFrame = (bytes: Buffer): { payload: Buffer; rest: Buffer } | null => {
  if (bytes.length < 2) return null
  const [first, second] = [bytes.readUInt8(0), bytes.readUInt8(1)]
  if (first & 0x40) throw new Error('a compressed frame: the recording cannot be searched')
  const short = second & 0x7f
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0
  const masked = (second & 0x80) !== 0
  const head = 2 + lengthBytes + (masked ? 4 : 0)
  if (bytes.length < head) return null
  const length = lengthBytes === 0 ? short : lengthBytes === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2))
  if (bytes.length < head + length) return null
  const payload = Buffer.from(bytes.subarray(head, head + length))
  if (masked) {
    const mask = bytes.subarray(head - 4, head)
    for (let at = 0; at < length; at++) payload[at] = (payload[at] ?? 0) ^ (mask[at % 4] ?? 0)
  }
  return { payload, rest: bytes.subarray(head + length) }
}

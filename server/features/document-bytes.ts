/** Bytes that are not what they claim to be. */
export class Malformed extends Error {
  override readonly name = 'Malformed'
}

/**
 * Reads the variable-length encoding of Yjs from untrusted bytes. Every read checks the end of what was sent: a socket's
 * frame may be a view on a larger buffer, whose other bytes belong to somebody else. Throws `Malformed`.
 */
export class ByteReader {
  readonly bytes: Uint8Array
  position = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  get done(): boolean {
    return this.position === this.bytes.length
  }

  uint8(): number {
    const byte = this.bytes[this.position++]
    if (byte === undefined) throw new Malformed('ends too early')
    return byte
  }

  /** Up to 2^53 - 1. */
  varUint(): number {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = this.uint8()
      value += (byte & 127) * factor
      if (value > Number.MAX_SAFE_INTEGER || factor > Number.MAX_SAFE_INTEGER) throw new Malformed('a number is too large')
      if (byte < 128) return value
    }
  }

  /** A view, not a copy. */
  varBytes(): Uint8Array {
    const length = this.varUint()
    const start = this.position
    if (length > this.bytes.length - start) throw new Malformed('a length is past the end')
    this.position = start + length
    return this.bytes.subarray(start, this.position)
  }

  /** UTF-8, length-prefixed; anything else is malformed. */
  varString(): string {
    try {
      return strictUtf8.decode(this.varBytes())
    } catch {
      throw new Malformed('text is not UTF-8')
    }
  }

  end(): void {
    if (!this.done) throw new Malformed('bytes left over')
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

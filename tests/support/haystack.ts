/** A place where nothing that a partner wrote may be found. */
export interface Haystack {
  name: string
  bytes: Buffer
}

/**
 * Where a text is found, in whatever form it could rest or travel: as UTF-8 or UTF-16 of either order, and each of these again
 * as base64url, base64, hex or JSON escapes, since bytes in JSON are text of their own.
 */
export const findText = (text: string, haystacks: Haystack[]): string[] =>
  haystacks.flatMap(({ name, bytes }) =>
    formsOf(text)
      .filter(({ needle }) => bytes.includes(needle))
      .map(({ form }) => `${form} in ${name}`),
  )

const formsOf = (text: string): { form: string; needle: Buffer }[] => {
  const little = Buffer.from(text, 'utf16le')
  const encodings = { 'UTF-8': Buffer.from(text, 'utf8'), 'UTF-16LE': little, 'UTF-16BE': Buffer.from(little).swap16() }
  const escaped = [...text].map(char => (char.charCodeAt(0) < 128 ? char : JSON.stringify(char).slice(1, -1))).join('')
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))
  const unicode = units
    .map(unit => (unit < 128 ? String.fromCharCode(unit) : `\\u${unit.toString(16).padStart(4, '0')}`))
    .join('')
  return [
    ...Object.entries(encodings).flatMap(([encoding, bytes]) => [
      { form: encoding, needle: bytes },
      { form: `${encoding} as hex`, needle: Buffer.from(bytes.toString('hex')) },
      ...base64Forms(bytes).map(needle => ({ form: `${encoding} as base64`, needle })),
    ]),
    { form: 'JSON', needle: Buffer.from(escaped) },
    { form: 'JSON escapes', needle: Buffer.from(unicode) },
  ]
}

/** Inside a longer text base64 looks different at each of three offsets; only whole characters in the middle are certain. */
const base64Forms = (bytes: Buffer): Buffer[] =>
  [0, 1, 2].flatMap(offset => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes])
    const first = Math.ceil((offset * 8) / 6)
    const last = Math.floor((shifted.length * 8) / 6)
    const certain = (text: string) => Buffer.from(text.slice(first, last))
    return [certain(shifted.toString('base64url')), certain(shifted.toString('base64'))]
  })

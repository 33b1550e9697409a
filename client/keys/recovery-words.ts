import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'

/** Loaded late: the list of 2048 words is needed on two screens only. */

const WORDS = 24
const known = new Set(wordlist)

/** 32 bytes as 24 words of the BIP39 English list; the last one holds a checksum. */
export const wordsOf = (partnerSecret: Uint8Array): string[] => entropyToMnemonic(partnerSecret, wordlist).split(' ')

export type WordsRead =
  | { ok: true; partnerSecret: Uint8Array }
  /** `count`: how many were given instead of 24. `unknown`: the first word (from 1) not in the list. `checksum`: all known, but not together. */
  | { ok: false; why: 'count'; count: number }
  | { ok: false; why: 'unknown'; position: number }
  | { ok: false; why: 'checksum' }

/** Reads words as people write them: any case, spaces, line breaks, commas and numbering. */
export const readWords = (text: string): WordsRead => {
  const words = text
    .normalize('NFKD')
    .toLowerCase()
    .split(/[^\p{L}\p{M}]+/u)
    .filter(word => word !== '')
  if (words.length !== WORDS) return { ok: false, why: 'count', count: words.length }
  const position = words.findIndex(word => !known.has(word)) + 1
  if (position > 0) return { ok: false, why: 'unknown', position }
  try {
    return { ok: true, partnerSecret: mnemonicToEntropy(words.join(' '), wordlist) }
  } catch {
    return { ok: false, why: 'checksum' }
  }
}

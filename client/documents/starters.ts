import { generateNKeysBetween } from 'fractional-indexing'
import * as Y from 'yjs'
import { type ClauseField, type ClauseKind, starterPause } from './agreement-view.ts'
import { ABOUT, CLAUSES, newClause, PAUSE } from './clauses.ts'
import { starterId } from './home-projection.ts'
import type { StarterTexts } from './starter-texts.ts'

/** The origin of the seeding: it is this device's own work, and not undone. */
const SEEDED = Symbol('starters')

export const isSeeded = (doc: Y.Doc): boolean => doc.getMap(ABOUT).get('seeded') === true

/**
 * Gives a new space its starter framework. Only the creator's device calls it, once what rests on it is loaded; calling it again
 * does nothing. Two devices that seed the same words at once make the very same Yjs structs, so that nothing doubles and
 * what is typed into one copy is typed into both. False when it was seeded before.
 */
export const seedStarters = (doc: Y.Doc, texts: StarterTexts): boolean => {
  if (isSeeded(doc)) return false
  const seed = new Y.Doc()
  seed.clientID = hashOf(JSON.stringify(texts))
  seed.transact(() => {
    plant(seed, 'signal', texts.signals)
    plant(
      seed,
      'activity',
      texts.activities.map(activity => ({ activity })),
    )
    plant(
      seed,
      'phrase',
      texts.phrases.map(phrase => ({ phrase })),
    )
    plant(seed, 'promise', texts.promises)
    for (const [field, minutes] of Object.entries(starterPause)) seed.getMap(PAUSE).set(field, minutes)
    seed.getMap(ABOUT).set('seeded', true)
  })
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(seed), SEEDED)
  seed.destroy()
  return true
}

const plant = (
  seed: Y.Doc,
  kind: ClauseKind,
  all: readonly (Partial<Record<ClauseField, string>> & { seat?: 'a' | 'b' })[],
): void => {
  const orders = generateNKeysBetween(null, null, all.length)
  for (const [index, { seat = null, ...texts }] of all.entries()) {
    const clause = newClause(kind, { order: orders[index] ?? 'a0', starter: true, seat, texts, shown: true })
    seed.getMap(CLAUSES).set(starterId(kind, index), clause)
  }
}

/** FNV-1a, 32 bits: another wording must never share its Yjs client id with this one. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return hash
}

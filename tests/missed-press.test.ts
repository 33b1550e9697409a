import { expect, test } from 'vitest'
import { missedBy } from '../client/documents/standing.ts'
import { wordingHash } from '../client/keys/wording-hash.ts'
import type { Seat } from '../shared/ids.ts'
import type { Wording } from '../shared/wording.ts'
import { eventId } from './support/log.ts'
import { bothGiven, given, phrase, phrasesOf, recorded, version, withdrawn } from './support/statements.ts'

const [one, two, three] = [phrase('I am here'), phrase('I am near'), phrase('We are one team')]
type Named = [clauseId: string, wording: Wording]

/** The phrases of which one of them says, after a press of theirs, that they did not come into force. */
const missedIn = (said: Parameters<typeof recorded>, seat: Seat, press: { place: number; after: number; named: Named[] }) => {
  const entries = press.named.map(([clauseId, wording]) => ({
    clauseId,
    wording,
    hash: wordingHash(wording),
    since: 0,
  }))
  return phrasesOf(missedBy(recorded(...said), seat, { id: eventId(press.place), entries, after: press.after }))
}

test('[VER1] of two presses of the same, the one that made no version says nothing, whatever becomes of the clause later', () => {
  const named: Named[] = [['p', one]]
  const twice = [...bothGiven('p', one), version('a', ...named), version('b', ...named)]
  const next = [...twice, ...bothGiven('p', two), version('a', ['p', two])]
  const said = (...log: Parameters<typeof recorded>) => missedIn(log, 'b', { place: 4, after: 0, named })
  expect(said(...twice)).toEqual([])
  expect(said(...twice, given('a', 'p', two)), 'other words on the table').toEqual([])
  expect(said(...next), 'and in force').toEqual([])
  expect(said(...next, withdrawn('a', 'p')), 'it had been in force').toEqual([])
})

test('[VER1] words that both have replaced are not told as missed by a press that still named them', () => {
  const held = [...bothGiven('p', one), ...bothGiven('q', one), version('a', ['p', one], ['q', one])]
  const apart = [
    given('a', 'p', two),
    given('b', 'q', two),
    given('b', 'p', two),
    version('b', ['p', two], ['q', one]),
    given('a', 'q', two),
  ]
  const press = { place: 11, after: 1, named: [['p', one] as Named, ['q', two] as Named] }
  const both = [...held, ...apart, version('a', ...press.named)]
  expect(recorded(...both).versions.map(({ number }) => number)).toEqual([1, 2, 3])
  expect(phrasesOf(recorded(...both).inForce?.clauses)).toEqual(['I am near', 'I am near'])
  expect(missedIn(both, 'a', press)).toEqual([])
  // The control: one that the other ended instead is told, until they agree again.
  const ended = [...held, given('b', 'q', two), given('a', 'q', two), withdrawn('b', 'p'), version('a', ...press.named)]
  const told = { ...press, place: 9 }
  expect(missedIn(ended, 'a', told)).toEqual(['I am here'])
  expect(missedIn([...ended, given('b', 'p', one)], 'a', told)).toEqual([])
  expect(missedIn([...ended, ...bothGiven('p', three)], 'a', told), 'or both meet on other words').toEqual([])
})

test('[VER1] a yes that the other took back before it was met is told to whoever put it in force, and one’s own is not', () => {
  const held = [...bothGiven('p', one), version('a', ['p', one])]
  const press = { place: 7, after: 1, named: [['p', two] as Named] }
  const log = (by: Seat) => [
    ...held,
    given('b', 'p', two),
    withdrawn(by, 'p', two),
    given('a', 'p', two),
    version('a', ['p', two]),
  ]
  expect(missedIn(log('b'), 'a', press)).toEqual(['I am near'])
  expect(missedIn(log('a'), 'a', press), 'the control: it was met').toEqual([])
  const own = [...held, ...bothGiven('p', two), withdrawn('a', 'p', two), version('a', ['p', two])]
  expect(missedIn(own, 'a', press), 'ended by oneself, on another device').toEqual([])
})

test('[VER1] while signatures are still checked nobody is said to have let anything go', () => {
  const log = [...bothGiven('p', one), withdrawn('b', 'p'), version('a', ['p', one])]
  const press = { id: eventId(4), entries: [recorded(...bothGiven('p', one)).ours('p') ?? expect.unreachable()], after: 0 }
  const record = recorded(...log)
  expect(missedBy(record, 'a', press)).toHaveLength(1)
  expect(missedBy({ ...record, unverified: true }, 'a', press)).toEqual([])
})

import { expect, test } from 'vitest'
import { missedBy } from '../client/documents/standing.ts'
import type { Seat } from '../shared/ids.ts'
import type { Wording } from '../shared/wording.ts'
import { bothGiven, given, phrase, phrasesOf, recorded, version, withdrawn } from './support/statements.ts'

const [one, two, three] = [phrase('I am here'), phrase('I am near'), phrase('We are one team')]
type Named = [clauseId: string, wording: Wording]

/** The phrases of which one of them is told that their last press did not put them in force. */
const missedIn = (said: Parameters<typeof recorded>, seat: Seat) => phrasesOf(missedBy(recorded(...said), seat))

test('[VER9] of two presses of the same, the one that made no version says nothing, whatever becomes of the clause later', () => {
  const named: Named[] = [['p', one]]
  const twice = [...bothGiven('p', one), version('a', ...named), version('b', ...named)]
  const next = [...twice, ...bothGiven('p', two), version('a', ['p', two])]
  const said = (...log: Parameters<typeof recorded>) => missedIn(log, 'b')
  expect(said(...twice)).toEqual([])
  expect(said(...twice, given('a', 'p', two)), 'other words on the table').toEqual([])
  expect(said(...next), 'and in force').toEqual([])
  expect(said(...next, withdrawn('a', 'p')), 'it had been in force').toEqual([])
})

test('[VER9] words that both have replaced are not told as missed by a press that still named them', () => {
  const held = [...bothGiven('p', one), ...bothGiven('q', one), version('a', ['p', one], ['q', one])]
  const apart = [
    given('a', 'p', two),
    given('b', 'q', two),
    given('b', 'p', two),
    version('b', ['p', two], ['q', one]),
    given('a', 'q', two),
  ]
  const named: Named[] = [
    ['p', one],
    ['q', two],
  ]
  const both = [...held, ...apart, version('a', ...named)]
  expect(recorded(...both).versions.map(({ number }) => number)).toEqual([1, 2, 3])
  expect(phrasesOf(recorded(...both).inForce?.clauses)).toEqual(['I am near', 'I am near'])
  expect(missedIn(both, 'a')).toEqual([])
  // The control: one that the other ended instead is told, until they agree again.
  const ended = [...held, given('b', 'q', two), given('a', 'q', two), withdrawn('b', 'p'), version('a', ...named)]
  expect(missedIn(ended, 'a')).toEqual(['I am here'])
  expect(missedIn([...ended, given('b', 'p', one)], 'a')).toEqual([])
  expect(missedIn([...ended, ...bothGiven('p', three)], 'a'), 'or both meet on other words').toEqual([])
})

test('[VER9] a yes that the other took back before it was met is told to whoever put it in force, and one’s own is not', () => {
  const held = [...bothGiven('p', one), version('a', ['p', one])]
  const log = (by: Seat) => [
    ...held,
    given('b', 'p', two),
    withdrawn(by, 'p', two),
    given('a', 'p', two),
    version('a', ['p', two]),
  ]
  expect(missedIn(log('b'), 'a')).toEqual(['I am near'])
  expect(missedIn(log('a'), 'a'), 'the control: it was met').toEqual([])
  const own = [...held, ...bothGiven('p', two), withdrawn('a', 'p', two), version('a', ['p', two])]
  expect(missedIn(own, 'a'), 'ended by oneself, on another device').toEqual([])
})

test('[VER9] while signatures are still checked nobody is said to have let anything go', () => {
  const log = [...bothGiven('p', one), withdrawn('b', 'p'), version('a', ['p', one])]
  const record = recorded(...log)
  expect(missedBy(record, 'a')).toHaveLength(1)
  expect(missedBy({ ...record, unverified: true }, 'a')).toEqual([])
})

test('[VER9] what a press came to is read from the log alone, until its seat presses again', () => {
  const late = [...bothGiven('p', one), ...bothGiven('q', two), withdrawn('b', 'p'), version('a', ['p', one], ['q', two])]
  expect(missedIn(late, 'a'), 'named, and not in the version that came of it').toEqual(['I am here'])
  expect(missedIn(late, 'b'), 'it is not the other’s press').toEqual([])
  const none = [...bothGiven('p', one), withdrawn('b', 'p'), version('a', ['p', one])]
  expect(recorded(...none).versions).toEqual([])
  expect(missedIn(none, 'a'), 'and no version came of it').toEqual(['I am here'])
  const hers = [...late, ...bothGiven('r', three), version('b', ['r', three])]
  expect(missedIn(hers, 'a'), 'a version of the other’s is no answer to it').toEqual(['I am here'])
  expect(missedIn([...hers, version('b', ['r', three], ['q', two])], 'a')).toEqual(['I am here'])
  expect(missedIn([...late, version('a', ['q', two])], 'a'), 'one’s own next press is').toEqual([])
  const again = [...late, given('b', 'p', one), version('b', ['p', one])]
  expect(missedIn([...again, withdrawn('b', 'p')], 'a'), 'nor is it told of what came into force after all').toEqual([])
})

test('[VER9] what one had ended oneself before the press arrived is not laid on the other, who ends it later', () => {
  const own = [...bothGiven('p', one), withdrawn('a', 'p'), version('a', ['p', one])]
  expect(missedIn(own, 'a')).toEqual([])
  expect(missedIn([...own, withdrawn('b', 'p')], 'a')).toEqual([])
  // The control: the other was first.
  const theirs = [...bothGiven('p', one), withdrawn('b', 'p'), withdrawn('a', 'p'), version('a', ['p', one])]
  expect(missedIn(theirs, 'a')).toEqual(['I am here'])
})

test('[VER9] of a press that has not gone out nothing is told: what comes of it may change', () => {
  const sent = version('a', ['p', one])
  const unsent: typeof sent = (id, at) => ({ ...sent(id, at), unsent: true })
  const held = [...bothGiven('p', one), withdrawn('b', 'p')]
  expect(missedIn([...held, unsent], 'a')).toEqual([])
  expect(missedIn([...held, sent], 'a'), 'the control').toEqual(['I am here'])
})

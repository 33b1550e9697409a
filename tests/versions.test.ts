import { expect, test } from 'vitest'
import { entriesToPutInForce, isInForceForBoth, missedBy } from '../client/documents/standing.ts'
import { eventId } from './support/log.ts'
import { draftOf, one, three, two } from './support/phrase-drafts.ts'
import { bothGiven, given, phrasesOf, recorded, version, withdrawn } from './support/statements.ts'

test('[VER1] a version holds what it names and both hold at that moment, in its order', () => {
  const record = recorded(
    ...bothGiven('p', one),
    given('a', 'q', two),
    ...bothGiven('r', three),
    version('a', ['r', three], ['q', two], ['p', one], ['p', two], ['r', three]),
    given('b', 'q', two),
  )
  expect(record.versions).toMatchObject([{ number: 1, seat: 'a', at: 6, id: eventId(6) }])
  expect(phrasesOf(record.versions[0]?.clauses)).toEqual(['We are one team', 'I am here'])
  expect(phrasesOf(record.inForce?.clauses), 'what was completed afterwards is not in it').toEqual([
    'We are one team',
    'I am here',
  ])
  expect(recorded(version('b', ['p', one]), ...bothGiven('p', one)).inForce).toBe(null)
  expect(recorded(...bothGiven('p', one)).inForce).toBe(null)
})

test('[VER1] a press that changes nothing is no version: of what nobody agreed to, of what is in force already, after the last was withdrawn', () => {
  const agreed = [...bothGiven('p', one), ...bothGiven('q', two)]
  const numbers = (...statements: Parameters<typeof recorded>) => recorded(...statements).versions.map(({ number }) => number)
  expect(numbers(version('b'), version('b', ['p', one]))).toEqual([])
  const twice = [...agreed, version('a', ['p', one], ['q', two]), version('b', ['p', one], ['q', two])]
  expect(numbers(...twice)).toEqual([1])
  expect(numbers(...twice, version('b', ['q', two], ['p', one])), 'another order is').toEqual([1, 2])
  const left = [...bothGiven('p', one), version('a', ['p', one]), withdrawn('b', 'p', one)]
  expect(numbers(...left, version('a', ['p', one]))).toEqual([1])
  expect(recorded(...left, version('a', ['p', one])).inForce).toEqual({ number: 1, clauses: [] })
})

test('[VER2] two presses without a network are N and N+1, and neither ends what the other put in force', () => {
  const agreed = [...bothGiven('p', one), ...bothGiven('q', two), ...bothGiven('r', three)]
  const record = recorded(...agreed, version('a', ['p', one], ['q', two]), version('b', ['r', three], ['p', one]))
  expect(record.versions.map(({ number, seat }) => [number, seat])).toEqual([
    [1, 'a'],
    [2, 'b'],
  ])
  expect(record.inForce?.number).toBe(2)
  expect(phrasesOf(record.inForce?.clauses)).toEqual(['We are one team', 'I am here', 'I am near'])
  const older = recorded(
    ...bothGiven('p', one),
    version('a', ['p', one]),
    ...bothGiven('p', two),
    version('a', ['p', two]),
    version('b', ['p', one]),
  )
  expect(phrasesOf(older.inForce?.clauses), 'nor does an older press bring back what was replaced').toEqual(['I am near'])
})

test('[VER3] what either withdrew leaves force at once, and only a new version brings it back', () => {
  const before = [...bothGiven('p', one), ...bothGiven('q', two), version('a', ['p', one], ['q', two])]
  const after = recorded(...before, withdrawn('b', 'p'))
  expect(phrasesOf(after.inForce?.clauses)).toEqual(['I am near'])
  expect(phrasesOf(after.versions[0]?.clauses), 'what version 1 was, it stays').toEqual(['I am here', 'I am near'])
  expect(phrasesOf(recorded(...before, withdrawn('b', 'p'), given('b', 'p', one)).inForce?.clauses)).toEqual(['I am near'])
  const next = recorded(...before, withdrawn('b', 'p'), given('b', 'p', one), version('b', ['p', one]))
  expect([next.inForce?.number, phrasesOf(next.inForce?.clauses)]).toEqual([2, ['I am here', 'I am near']])
  const redrafted = recorded(...before, ...bothGiven('p', three), withdrawn('a', 'p'))
  expect(phrasesOf(redrafted.inForce?.clauses), 'also under another wording').toEqual(['I am near'])
})

test('[VER1] a press whose words lost their assents on the way is no version, and is told to whoever pressed', () => {
  const held = [...bothGiven('p', one), ...bothGiven('q', two), version('a', ['p', one], ['q', two])]
  const before = recorded(...held, ...bothGiven('p', three))
  const entries = entriesToPutInForce(before, draftOf(['p', 'We are one team'], ['q', 'I am near']))
  const press = version('a', ...entries.map(({ clauseId, wording }): [string, typeof wording] => [clauseId, wording]))
  const late = recorded(...held, ...bothGiven('p', three), withdrawn('b', 'p', three), press)
  expect(late.versions.map(({ number }) => number)).toEqual([1])
  expect(missedBy(late, 'a').map(({ clauseId }) => clauseId)).toEqual(['p'])
  // The control: in time it is one, and nothing is told.
  const inTime = recorded(...held, ...bothGiven('p', three), press)
  expect(inTime.versions.map(({ number }) => number)).toEqual([1, 2])
  expect(missedBy(inTime, 'a')).toEqual([])
})

test('[AGS22] what a version that has not gone out puts in force is not in force for both, and what was in force before is', () => {
  const unsent =
    (said: ReturnType<typeof version>): ReturnType<typeof version> =>
    (id, at) => ({ ...said(id, at), unsent: true })
  const before = [...bothGiven('p', one), version('a', ['p', one]), ...bothGiven('q', two)]
  const held = unsent(version('a', ['p', one], ['q', two]))
  const record = recorded(...before, held)
  expect(['p', 'q', 'r'].map(id => isInForceForBoth(record, id))).toEqual([true, false, false])
  const gone = recorded(...before, version('a', ['p', one], ['q', two]))
  expect(['p', 'q'].map(id => isInForceForBoth(gone, id))).toEqual([true, true])
  // It left, and comes back with a version that is still here.
  const again = [withdrawn('b', 'p'), given('b', 'p', one)]
  const back = recorded(...before, ...again, unsent(version('a', ['p', one])))
  expect([back.inForce?.clauses.length, isInForceForBoth(back, 'p')]).toEqual([1, false])
  expect(isInForceForBoth(recorded(...bothGiven('p', one)), 'p')).toBe(false)
})

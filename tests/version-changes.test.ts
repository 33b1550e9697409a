import { expect, test } from 'vitest'
import {
  changesBetween,
  entriesToPutInForce,
  leftForNextPress,
  whatChangedWith,
  whatWouldChange,
} from '../client/documents/standing.ts'
import { draftOf, one, three, two } from './support/phrase-drafts.ts'
import { bothGiven, given, phrase, phrasesOf, recorded, version, withdrawn } from './support/statements.ts'

test('[VER4] what "Put in force" names: what is ours of the draft in its order, then what is in force and gone from it', () => {
  const record = recorded(
    ...bothGiven('p', one),
    ...bothGiven('gone', three),
    version('a', ['p', one], ['gone', three]),
    ...bothGiven('p', two),
    given('a', 'q', one),
  )
  const draft = draftOf(['q', 'I am here'], ['p', 'Something else'])
  const entries = entriesToPutInForce(record, draft)
  expect(entries.map(({ clauseId }) => clauseId)).toEqual(['p', 'gone'])
  expect(phrasesOf(entries)).toEqual(['I am near', 'We are one team'])
  expect(whatWouldChange(record, entries)).toMatchObject([{ kind: 'changed', before: { wording: one }, now: { wording: two } }])
  const put = recorded(...bothGiven('p', one), version('a', ['p', one]))
  expect(whatWouldChange(put, entriesToPutInForce(put, draft))).toEqual([])
  const [first, second] = recorded(
    ...bothGiven('p', one),
    version('a', ['p', one]),
    withdrawn('a', 'p'),
    ...bothGiven('q', two),
    version('a', ['q', two]),
  ).versions
  expect(changesBetween(first?.clauses ?? [], second?.clauses ?? [])).toMatchObject([
    { kind: 'added', now: { clauseId: 'q' } },
    { kind: 'removed', before: { clauseId: 'p' } },
  ])
})

test('[VER7] what would change before the press and what changed with the version after it are the same, also after withdrawing and agreeing again; what has left already is told of the version alone', () => {
  const before = [
    ...bothGiven('p', one),
    ...bothGiven('gone', three),
    version('a', ['p', one], ['gone', three]),
    withdrawn('b', 'p'),
    withdrawn('a', 'gone'),
    given('b', 'p', one),
    ...bothGiven('q', two),
  ]
  const record = recorded(...before)
  const expected = [
    { kind: 'added', now: { clauseId: 'q' } },
    { kind: 'removed', before: { clauseId: 'gone' } },
    { kind: 'returned', now: { clauseId: 'p', wording: one } },
  ]
  const entries = entriesToPutInForce(record, draftOf(['p', 'I am here'], ['q', 'I am near']))
  const would = whatWouldChange(record, entries)
  expect(would).toMatchObject(expected.filter(({ kind }) => kind !== 'removed'))
  const put = recorded(...before, version('b', ['p', one], ['q', two]))
  const second = put.versions[1]
  expect(second && whatChangedWith(put, second)).toMatchObject(expected)
  expect(whatChangedWith(put, put.versions[0] ?? expect.unreachable()), 'the first one').toBeNull()
  // Broken variants: the words of both versions alone miss what came back, what is in force alone counts it as new.
  expect(changesBetween(put.versions[0]?.clauses ?? [], second?.clauses ?? [])).toHaveLength(2)
  expect(changesBetween(record.inForce?.clauses ?? [], entries).map(({ kind }) => kind)).toEqual(['added', 'added'])
})

test('[VER7] what has left force already changes nothing by itself', () => {
  const left = recorded(...bothGiven('p', one), version('a', ['p', one]), withdrawn('a', 'p'))
  const would = whatWouldChange(left, entriesToPutInForce(left, draftOf(['p', 'I am here'])))
  expect(would).toEqual([])
})

test('[VER4] what is in force of a clause stays named while a newer wording of it is nobody’s any more', () => {
  const record = recorded(...bothGiven('p', one), version('a', ['p', one]), ...bothGiven('p', two), withdrawn('a', 'p', two))
  expect([record.ours('p'), phrasesOf(record.inForce?.clauses)]).toEqual([null, ['I am here']])
  expect(whatWouldChange(record, entriesToPutInForce(record, draftOf(['p', 'I am near'])))).toEqual([])
})

test('[VER8] of more than a press names all come into force by and by, and nothing that is in force is told as gone', () => {
  const ids = Array.from({ length: 450 }, (_, at) => `p${at}`)
  const view = draftOf(...ids.map((id): [string, string] => [id, `Phrase ${id}`]))
  const said = ids.flatMap(id => bothGiven(id, phrase(`Phrase ${id}`)))
  const put = () => {
    const record = recorded(...said)
    const entries = entriesToPutInForce(record, view)
    const changes = whatWouldChange(record, entries)
    const told = { named: entries.length, left: leftForNextPress(record, view), kinds: new Set(changes.map(({ kind }) => kind)) }
    said.push(version('a', ...entries.map(({ clauseId, wording }): [string, typeof wording] => [clauseId, wording])))
    return { ...told, changes: changes.length }
  }
  const added = new Set(['added'])
  expect(put()).toEqual({ named: 201, left: 249, kinds: added, changes: 201 })
  expect(put()).toEqual({ named: 201, left: 48, kinds: added, changes: 201 })
  expect(put()).toEqual({ named: 201, left: 0, kinds: added, changes: 48 })
  expect(put()).toEqual({ named: 201, left: 0, kinds: new Set(), changes: 0 })
  expect(recorded(...said).inForce?.clauses.length).toBe(450)

  // One that left and was agreed to again comes before what stands as it is.
  said.push(withdrawn('a', 'p449'), given('a', 'p449', phrase('Phrase p449')))
  const record = recorded(...said)
  expect(entriesToPutInForce(record, view).at(-1)?.clauseId).toBe('p449')
  expect(whatWouldChange(record, entriesToPutInForce(record, view))).toMatchObject([
    { kind: 'returned', now: { clauseId: 'p449' } },
  ])
})

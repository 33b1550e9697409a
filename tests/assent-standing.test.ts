import { expect, test } from 'vitest'
import type { AgreementView } from '../client/documents/agreement-view.ts'
import { isOnlyForce, standingOf } from '../client/documents/standing.ts'
import { tallies } from '../client/features/agreement/assents.ts'
import { wordingHash } from '../client/keys/wording-hash.ts'
import { draftOf, one, three, two } from './support/phrase-drafts.ts'
import { bothGiven, given, recorded, version, withdrawn } from './support/statements.ts'

test('[AST3] another wording voids both assents at once, and the same one again does not', () => {
  const record = recorded(...bothGiven('p', one))
  expect(standingOf(record, 'a', 'p', one)).toMatchObject({ kind: 'ours', since: 2 })
  for (const seat of ['a', 'b'] as const)
    expect(standingOf(record, seat, 'p', two)).toMatchObject({ kind: 'changed', ours: { wording: one } })
  expect(standingOf(record, 'a', 'p', null)).toMatchObject({ kind: 'changed', ours: { wording: one } })
  expect(standingOf(record, 'a', 'q', one)).toEqual({ kind: 'being-written', ours: null })
  const half = recorded(...bothGiven('p', one), given('a', 'p', two))
  expect(standingOf(half, 'a', 'p', two)).toMatchObject({ kind: 'you-agree', ours: { wording: one } })
  expect(standingOf(half, 'b', 'p', two)).toMatchObject({ kind: 'partner-agrees', ours: { wording: one } })
  expect(standingOf(half, 'b', 'p', one), 'what both hold stays theirs meanwhile').toMatchObject({ kind: 'ours' })
  expect(half.holds('a', 'p', wordingHash(one)) && half.holds('a', 'p', wordingHash(two))).toBe(true)
})

test('[AST4] what one no longer agrees to is nobody’s at once, and the wording alone brings nothing back', () => {
  const record = recorded(...bothGiven('p', one), withdrawn('a', 'p'))
  expect(record.ours('p')).toBe(null)
  expect([record.holds('a', 'p', wordingHash(one)), record.holds('b', 'p', wordingHash(one))]).toEqual([false, true])
  expect(standingOf(record, 'a', 'p', one), 'the very same words').toMatchObject({ kind: 'withdrawn', stays: 'b' })
  expect(standingOf(recorded(...bothGiven('p', one), withdrawn('a', 'p'), given('b', 'p', one)), 'b', 'p', one)).toMatchObject({
    kind: 'withdrawn',
    stays: 'b',
  })
  const anew = recorded(...bothGiven('p', one), withdrawn('a', 'p'), given('a', 'p', one))
  expect(standingOf(anew, 'a', 'p', one)).toMatchObject({ kind: 'ours', since: 4 })
  const both = recorded(...bothGiven('p', one), withdrawn('a', 'p'), withdrawn('b', 'p'), given('a', 'p', one))
  expect(standingOf(both, 'a', 'p', one)).toMatchObject({ kind: 'withdrawn', by: [{ seat: 'b', at: 4 }], stays: 'a' })
})

test('[AST4] who no longer agrees, and since when, is the same on both phones until they agree anew or both meet on other words', () => {
  const whoOf = (...statements: Parameters<typeof recorded>) => {
    const record = recorded(...statements)
    const [mine, theirs] = (['a', 'b'] as const).map(seat => {
      const standing = standingOf(record, seat, 'p', one)
      return standing.kind === 'withdrawn' ? standing.by.map(({ seat: by, at }) => `${by}${at}`).join(' ') : standing.kind
    })
    expect(mine).toBe(theirs)
    return mine
  }
  const held = bothGiven('p', one)
  expect(whoOf(...held, withdrawn('b', 'p'))).toBe('b3')
  expect(whoOf(...held, version('a', ['p', one]), withdrawn('b', 'p')), 'in force').toBe('b4')
  expect(whoOf(...held, withdrawn('b', 'p'), withdrawn('a', 'p')), 'both, one after the other').toBe('b3 a4')
  expect(whoOf(...held, withdrawn('b', 'p'), withdrawn('a', 'p', one)), 'a yes that was left alone is only taken back').toBe('b3')
  expect(whoOf(...held, withdrawn('b', 'p'), given('b', 'p', one))).toBe('ours')
  expect(whoOf(...held, withdrawn('b', 'p'), given('b', 'p', two)), 'other words are no yes to these').toBe('b3')
  expect(whoOf(...held, withdrawn('b', 'p'), ...bothGiven('p', two))).toBe('changed')
  const ended = [...held, version('a', ['p', one]), given('a', 'p', two), given('b', 'p', two), withdrawn('b', 'p')]
  expect(whoOf(...ended), 'in force, and other words agreed to since').toBe('b6')
  // What was never both's is no news: taken back, it is as before.
  expect(whoOf(given('b', 'p', one), withdrawn('b', 'p', one))).toBe('being-written')
  // What is not opened yet counts as if it withdrew, and is told of nobody.
  const unread = recorded(...held, (id, at) => ({ id, at, seat: 'b', unsent: false, kind: 'unread' }))
  expect([unread.ours('p'), unread.withdrawals('p')]).toEqual([null, []])
})

test('[AGS20] what both hold counts as ours, also when its draft was changed or is gone', () => {
  const counted = (view: AgreementView, ...statements: Parameters<typeof recorded>) => {
    const { comingBack, pauses } = tallies(view, recorded(...statements), 'b')
    return [comingBack.ours, comingBack.table, pauses.ours, pauses.table]
  }
  const same = draftOf(['p', 'I am here'])
  expect(counted(same)).toEqual([0, 1, 0, 1])
  expect(counted(same, ...bothGiven('p', one))).toEqual([1, 0, 0, 1])
  expect(counted(draftOf(['p', 'I am near']), ...bothGiven('p', one)), 'changed').toEqual([1, 1, 0, 1])
  expect(counted(draftOf(), ...bothGiven('p', one)), 'gone').toEqual([1, 0, 0, 1])
  const inForce = [...bothGiven('p', one), version('a', ['p', one]), ...bothGiven('p', two), withdrawn('a', 'p', two)]
  expect(counted(draftOf(), ...inForce), 'in force alone').toEqual([1, 0, 0, 1])
  expect(counted(same, ...bothGiven('p', one), withdrawn('b', 'p')), 'nobody’s any more').toEqual([0, 1, 0, 1])
})

test('[AST9] what is in force shows on its clause, with the way to end it, also when what both agreed to since was withdrawn', () => {
  const record = recorded(...bothGiven('p', one), version('a', ['p', one]), ...bothGiven('p', two), withdrawn('b', 'p', two))
  expect(record.ours('p'), 'alone this would leave nothing to press').toBe(null)
  expect(standingOf(record, 'a', 'p', three)).toMatchObject({ kind: 'changed', ours: { wording: one } })
  expect(standingOf(record, 'a', 'p', one), 'in force, and both no longer say so').toMatchObject({ kind: 'changed' })
  const left = [...bothGiven('p', one), version('a', ['p', one]), ...bothGiven('p', two)]
  expect(isOnlyForce(recorded(...left, withdrawn('b', 'p', two), given('a', 'p', one)), 'a', 'p'), 'agreed to anew').toBe(true)
  expect(isOnlyForce(recorded(...left, given('a', 'p', one)), 'a', 'p'), 'other words are ours').toBe(false)
})

test('[AST9] one’s own yes is listed wherever the draft has gone, and taking it back leaves what both hold', () => {
  const record = recorded(...bothGiven('p', one), given('a', 'q', two), given('b', 'r', three))
  expect(record.agreedBy('a').map(({ clauseId }) => clauseId)).toEqual(['p', 'q'])
  expect(record.agreedBy('b').map(({ clauseId }) => clauseId)).toEqual(['p', 'r'])
  const back = recorded(...bothGiven('p', one), given('a', 'p', two), withdrawn('a', 'p', two))
  expect([back.ours('p')?.wording, back.waiting('a', 'p')]).toEqual([one, null])
})

test('[AST6] who agrees to another wording has moved on from one that was not met: the partner does not complete it', () => {
  expect(recorded(given('a', 'p', one), given('a', 'p', two), given('b', 'p', one)).ours('p')).toBe(null)
  expect(recorded(given('a', 'p', one), given('a', 'p', two), given('b', 'p', two)).ours('p')).toMatchObject({ wording: two })
  expect(recorded(given('a', 'p', one), withdrawn('a', 'p', one), given('b', 'p', one)).ours('p')).toBe(null)
  const other = recorded(given('a', 'p', one), withdrawn('a', 'p', two), given('b', 'p', one))
  expect(other.ours('p'), 'another wording was taken back').toMatchObject({ wording: one })
})

test('[AST6] once both met on a new wording neither brings the old one back alone', () => {
  const met = [...bothGiven('p', one), ...bothGiven('p', two)]
  expect(recorded(...met, given('a', 'p', one)).ours('p')).toMatchObject({ wording: two })
  expect(recorded(...met, version('a', ['p', one])).inForce).toBe(null)
  expect(recorded(...met, ...bothGiven('p', one)).ours('p')).toMatchObject({ wording: one })
})

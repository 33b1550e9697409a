import { expect, test } from 'vitest'
import type { AgreementView, ClauseView } from '../client/documents/agreement-view.ts'
import {
  changesAnything,
  changesBetween,
  entriesToPutInForce,
  isInForceForBoth,
  leftForNextPress,
  missedBy,
  standingOf,
  whatChangedWith,
  whatWouldChange,
} from '../client/documents/standing.ts'
import { tallies } from '../client/features/agreement/assents.ts'
import { wordingHash } from '../client/keys/wording-hash.ts'
import { eventId } from './support/log.ts'
import {
  asked,
  bothGiven,
  given,
  phrase,
  phrasesOf,
  recorded,
  replied,
  settled,
  version,
  withdrawn,
} from './support/statements.ts'

const [one, two, three] = [phrase('I am here'), phrase('I am near'), phrase('We are one team')]
const draftOf = (...phrases: [id: string, text: string][]): AgreementView => ({
  signals: [],
  activities: [],
  phrases: phrases.map(
    ([id, text]): ClauseView<'phrase'> => ({
      id,
      kind: 'phrase',
      order: 'a0',
      starter: false,
      seat: null,
      texts: { phrase: text },
    }),
  ),
  promises: [],
  pause: { shortest: 20, usual: 25, longest: 240 },
  leftOut: 0,
})

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

test('[VER7] what would change before the press and what changed with the version after it are the same, also after withdrawing and agreeing again', () => {
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
  expect(would).toMatchObject(expected)
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
  expect(would).toMatchObject([{ kind: 'removed', before: { clauseId: 'p' } }])
  expect(changesAnything(would)).toBe(false)
})

test('[VER4] what is in force of a clause stays named while a newer wording of it is nobody’s any more', () => {
  const record = recorded(...bothGiven('p', one), version('a', ['p', one]), ...bothGiven('p', two), withdrawn('a', 'p', two))
  expect([record.ours('p'), phrasesOf(record.inForce?.clauses)]).toEqual([null, ['I am here']])
  expect(whatWouldChange(record, entriesToPutInForce(record, draftOf(['p', 'I am near'])))).toEqual([])
})

test('[QST1] a question is asked on a clause, replied to by both, and settled by either', () => {
  const record = recorded(
    asked('a', 'p', 'What does near mean?'),
    asked('b', 'q', 'Always?'),
    replied('b', eventId(1), 'In the same room.'),
    replied('a', eventId(1), 'Yes.'),
    replied('a', eventId(99), 'To nothing.'),
    settled('a', eventId(1)),
    settled('b', eventId(1)),
    settled('b', eventId(3)),
  )
  expect(record.questionsOf('p')).toMatchObject({
    open: [],
    settled: [
      {
        id: eventId(1),
        seat: 'a',
        text: 'What does near mean?',
        settledBy: 'a',
        replies: [
          { seat: 'b', text: 'In the same room.' },
          { seat: 'a', text: 'Yes.' },
        ],
        earlier: 0,
      },
    ],
    earlier: 0,
  })
  expect(record.questionsOf('q')).toMatchObject({ open: [{ seat: 'b', settledBy: null, replies: [] }], settled: [] })
  expect(record.questionsOf('r')).toEqual({ open: [], settled: [], earlier: 0 })
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
    return { ...told, changes: changes.length, changesAnything: changesAnything(changes) }
  }
  const added = new Set(['added'])
  expect(put()).toEqual({ named: 201, left: 249, kinds: added, changes: 201, changesAnything: true })
  expect(put()).toEqual({ named: 201, left: 48, kinds: added, changes: 201, changesAnything: true })
  expect(put()).toEqual({ named: 201, left: 0, kinds: added, changes: 48, changesAnything: true })
  expect(put()).toEqual({ named: 201, left: 0, kinds: new Set(), changes: 0, changesAnything: false })
  expect(recorded(...said).inForce?.clauses.length).toBe(450)

  // One that left and was agreed to again comes before what stands as it is.
  said.push(withdrawn('a', 'p449'), given('a', 'p449', phrase('Phrase p449')))
  const record = recorded(...said)
  expect(entriesToPutInForce(record, view).at(-1)?.clauseId).toBe('p449')
  expect(whatWouldChange(record, entriesToPutInForce(record, view))).toMatchObject([
    { kind: 'returned', now: { clauseId: 'p449' } },
  ])
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

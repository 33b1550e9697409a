import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AgreementFold, type FoldedAgreement, foldAgreement, type Statement } from '../shared/agreement-record.ts'
import type { Seat } from '../shared/ids.ts'
import { eventId } from './support/log.ts'
import { seed } from './support/seed.ts'
import { asked, given, phrase, replied, settled, version, withdrawn } from './support/statements.ts'

const MANY = 20_000
const WITHIN_MS = 200

type Unplaced = ReturnType<typeof given>
/** Made once: hashing takes longer than any fold. */
const made = (one: Unplaced): Unplaced => {
  const statement = one(eventId(0), 0)
  return (id, at) => ({ ...statement, id, at })
}
const placed = (said: readonly Unplaced[]): Statement[] => said.map((one, index) => one(eventId(index + 1), index + 1))

const texts = ['I am here', 'I am near', 'We are one team'].map(phrase)
const seat = fc.constantFrom<Seat>('a', 'b')
const clause = fc.constantFrom('p', 'q')
const words = fc.constantFrom(...texts)
const about = fc.integer({ min: 1, max: 40 }).map(eventId)
const said: fc.Arbitrary<Unplaced> = fc.oneof(
  fc.tuple(seat, clause, words).map(of => given(...of)),
  fc.tuple(seat, clause, words).map(of => given(...of)),
  fc.tuple(seat, clause, fc.option(words)).map(of => withdrawn(...of)),
  fc.tuple(seat, fc.array(fc.tuple(clause, words), { maxLength: 3 })).map(([by, named]) => version(by, ...named)),
  fc.tuple(seat, clause).map(of => asked(...of, 'Always?')),
  fc.tuple(seat, about).map(of => replied(...of, 'Yes.')),
  fc.tuple(seat, about).map(of => settled(...of)),
)

const shown = ({ clauses, versions, inForce, questionsOf }: FoldedAgreement) =>
  structuredClone({ clauses, versions, inForce, questions: ['p', 'q'].map(questionsOf) })

test('[AST10] taken in one by one, looked at in between, the statements come to what they come to at once', () => {
  fc.assert(
    fc.property(fc.array(said, { maxLength: 60, size: 'max' }), fc.integer({ min: 1, max: 9 }), (some, slice) => {
      const statements = placed(some)
      const fold = new AgreementFold()
      for (let at = 0; at < statements.length; at += slice) {
        for (const one of statements.slice(at, at + slice)) fold.add(one)
        expect(shown(fold.state())).toEqual(shown(foldAgreement(statements.slice(0, at + slice))))
        // What the log shows twice counts once.
        for (const one of statements.slice(at, at + slice)) fold.add(one)
      }
      expect(shown(fold.state())).toEqual(shown(foldAgreement(statements)))
    }),
    { seed, numRuns: 200 },
  )
})

const assents = texts.map(text => made(given('b', 'p', text)))
const assentIn = (index: number): Unplaced => assents[index % assents.length] ?? withdrawn('b', 'p')
const assentNowhere =
  (index: number): Unplaced =>
  (id, at) =>
    ({ ...assentIn(0)(id, at), clauseId: `nowhere-${index}`, hash: `${index}`, entry: `${index}` }) as Statement
/** Floods of one kind each, as long as a day of sending; each with what it could be slow at. */
const floods: Record<string, (index: number) => Unplaced> = {
  'questions on one clause': () => asked('b', 'p', 'Why?'),
  'questions on clauses that are nowhere': index => asked('b', `nowhere-${index}`, 'Why?'),
  'replies to one question': () => replied('b', eventId(1), 'Because.'),
  'questions that are settled': index => (index % 2 ? settled('b', eventId(1 + index)) : asked('b', 'p', 'Why?')),
  'assents to clauses that are nowhere': assentNowhere,
  'assents in turns': assentIn,
  withdrawals: index => (index % 2 ? withdrawn('b', 'p') : assentIn(0)),
  'versions of nothing': () => version('b'),
  'versions between assents to clauses that are nowhere': index => (index % 2 ? version('b') : assentNowhere(index)),
}

const took = (run: () => unknown): number => {
  const before = process.threadCpuUsage()
  run()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1_000
}
const best = (run: () => unknown): number => Math.min(...Array.from({ length: 2 }, () => took(run)))

test('[AST10] a partner’s 20,000 questions, replies, assents, withdrawals or versions are folded in less than 200 ms', () => {
  const start = [asked('a', 'p', 'What does near mean?'), given('a', 'p', texts[0] ?? phrase('I am here'))]
  for (const [name, one] of Object.entries(floods)) {
    const statements = placed([...start, ...Array.from({ length: MANY }, (_, index) => one(index + start.length))])
    expect(
      best(() => foldAgreement(statements)),
      name,
    ).toBeLessThan(WITHIN_MS)
  }
  // Each naming all that there can be.
  const clauses = Array.from({ length: 201 }, (_, index): [string, ReturnType<typeof phrase>] => [
    `p${index}`,
    phrase(`${index}`),
  ])
  const both = clauses.flatMap(([id, wording]) => [given('a', id, wording), given('b', id, wording)])
  const full = made(version('b', ...clauses))
  const statements = placed([...both, ...Array.from({ length: 2_000 }, () => full)])
  expect(
    best(() => foldAgreement(statements)),
    'versions of everything',
  ).toBeLessThan(WITHIN_MS)

  // The control: with all replies so far copied for each, as a fold of values would, it takes longer.
  const replies = placed(Array.from({ length: MANY }, () => replied('b', eventId(1), 'Because.')))
  let all: readonly Statement[] = []
  const copied = took(() => {
    for (const reply of replies) all = [...all, reply]
  })
  expect(copied).toBeGreaterThan(WITHIN_MS)
})

test('[QST2] of each seat the newest ten questions and 25 answers are kept; the rest is counted, and a flood takes nothing of the other’s', () => {
  const fold = (...some: Unplaced[]) => foldAgreement(placed(some)).questionsOf('p')
  const mine = asked('a', 'p', 'What does near mean?')
  const theirs = Array.from({ length: 30 }, (_, index) => asked('b', 'p', `${index}`))
  const { open, settled: put, earlier } = fold(mine, ...theirs)
  expect([open.length, put.length, earlier]).toEqual([11, 0, 20])
  expect([open[0]?.text, open[1]?.text, open.at(-1)?.text]).toEqual(['What does near mean?', '20', '29'])

  const answer = replied('a', eventId(1), 'In the same room.')
  const [thread] = fold(mine, answer, ...Array.from({ length: 100 }, (_, index) => replied('b', eventId(1), `${index}`))).open
  expect([thread?.replies.length, thread?.earlier]).toEqual([26, 75])
  expect([thread?.replies[0]?.text, thread?.replies[1]?.text]).toEqual(['In the same room.', '75'])

  const done = fold(mine, ...theirs.slice(0, 12), ...Array.from({ length: 13 }, (_, index) => settled('b', eventId(index + 1))))
  expect([done.open.length, done.settled.length, done.earlier]).toEqual([0, 11, 2])
  expect(done.settled[0]).toMatchObject({ seat: 'a', settledBy: 'b' })
  // What had to go can no longer be answered.
  expect(fold(...theirs, replied('a', eventId(1), 'Yes.')).open.some(({ replies }) => replies.length > 0)).toBe(false)
})

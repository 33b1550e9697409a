import fc from 'fast-check'
import { expect, test } from 'vitest'
import type * as Y from 'yjs'
import { foldAgreement } from '../shared/agreement-record.ts'
import { PAUSE_CLAUSE_ID } from '../shared/clause.ts'
import { Couple, type Rules, realRules } from './support/agreement-model.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'

const CLAUSES = ['starter-phrase-1', 'starter-signal-1', 'starter-promise-1', PAUSE_CLAUSE_ID]
const seatDrawn = fc.constantFrom('a' as const, 'b' as const)
const clause = fc.constantFrom(...CLAUSES)
const step = fc.oneof(
  fc.record({
    do: fc.constant('write' as const),
    seat: seatDrawn,
    clause,
    at: fc.nat({ max: 12 }),
    letters: fc.constantFrom('x', 'yz', 'not '),
  }),
  fc.record({
    do: fc.constant('erase' as const),
    seat: seatDrawn,
    clause,
    at: fc.nat({ max: 12 }),
    count: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const), seat: seatDrawn }),
  fc.record({ do: fc.constantFrom('take out' as const, 'bring back' as const), seat: seatDrawn, clause }),
  fc.record({ do: fc.constant('agree' as const), seat: seatDrawn, clause }),
  fc.record({ do: fc.constant('agree' as const), seat: seatDrawn, clause }),
  fc.record({ do: fc.constant('both agree' as const), seat: seatDrawn, clause }),
  fc.record({ do: fc.constant('no longer agree' as const), seat: seatDrawn, clause }),
  fc.record({ do: fc.constant('put in force' as const), seat: seatDrawn }),
  fc.record({ do: fc.constantFrom('meet' as const, 'sync' as const), seat: seatDrawn }),
  fc.record({ do: fc.constantFrom('meet' as const, 'sync' as const), seat: seatDrawn }),
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

const play = (couple: Couple, one: Step): void => {
  const { agreement } = couple.phones[one.seat]
  const phone = couple.phones[one.seat]
  switch (one.do) {
    case 'write':
    case 'erase': {
      if (one.clause === PAUSE_CLAUSE_ID) {
        agreement.setPauseMinutes({ usual: 25 + 5 * one.at })
        return
      }
      const field = one.clause.includes('phrase') ? 'phrase' : one.clause.includes('signal') ? 'meaning' : 'say'
      const text = agreement.textOf(one.clause, field)
      if (!text) return
      const at = Math.min(one.at, text.length)
      text.doc?.transact(() => change(text, at, one), 'editor')
      return
    }
    case 'undo':
      agreement.undo()
      return
    case 'redo':
      agreement.redo()
      return
    case 'take out':
      agreement.removeClause(one.clause)
      return
    case 'bring back':
      agreement.showClause(one.clause)
      return
    case 'agree':
      phone.agree(one.clause)
      return
    case 'both agree':
      for (const seat of ['a', 'b', 'a'] as const) couple.meet(seat)
      for (const seat of ['a', 'b'] as const) couple.phones[seat].agree(one.clause)
      for (const seat of ['a', 'b', 'a'] as const) couple.sync(seat)
      return
    case 'no longer agree':
      phone.noLongerAgree(one.clause)
      return
    case 'put in force':
      phone.putInForce()
      return
    case 'meet':
      couple.meet(one.seat)
      return
    case 'sync':
      couple.sync(one.seat)
  }
}

const change = (text: Y.Text, at: number, one: Extract<Step, { do: 'write' | 'erase' }>): void => {
  if (one.do === 'write') text.insert(at, one.letters)
  else text.delete(at, Math.min(one.count, text.length - at))
}

/** How often something stood as ours, and was in force: a property about it that never came to it would prove nothing. */
const seen = { ours: 0, inForce: 0 }

const holds = (rules: Rules) =>
  fc.property(fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }), steps => {
    const couple = new Couple(rules)
    for (const one of steps) {
      play(couple, one)
      for (const phone of Object.values(couple.phones)) {
        for (const { clauseId, letters, standing } of phone.standings(CLAUSES)) {
          if (standing.kind !== 'ours') continue
          seen.ours += 1
          expect(phone.signers(clauseId, { letters }), `${clauseId}: ${letters}`).toEqual(['a', 'b'])
        }
        for (const { clauseId, hash } of phone.record().inForce?.clauses ?? []) {
          seen.inForce += 1
          expect(phone.signers(clauseId, { hash }), `${clauseId} in force`).toEqual(['a', 'b'])
        }
      }
    }
  })

test('[AST2] whatever is written, agreed to, withdrawn, taken out and merged: no clause stands as ours unless both signed the text shown', () => {
  fc.assert(holds(realRules), { seed, numRuns: 150 })
  expect(Math.min(seen.ours, seen.inForce)).toBeGreaterThan(300)
  const broken: Record<string, Rules> = {
    'the text is not looked at': {
      ...realRules,
      fold: statements =>
        foldAgreement(
          [...statements].map(one => (one.kind === 'given' ? { ...one, hash: one.clauseId, entry: one.clauseId } : one)),
        ),
      standing: (record, seat, clauseId) => {
        const ours = record.ours(clauseId)
        return ours ? { kind: 'ours', ours, since: 0 } : realRules.standing(record, seat, clauseId, null)
      },
    },
    'the draft is not looked at': {
      ...realRules,
      standing: (record, seat, clauseId, draft) => {
        const ours = record.ours(clauseId)
        return ours ? { kind: 'ours', ours, since: 0 } : realRules.standing(record, seat, clauseId, draft)
      },
    },
    'one signs for both': {
      ...realRules,
      standing: (record, seat, clauseId, draft) => {
        const standing = realRules.standing(record, seat, clauseId, draft)
        const held = record.waiting(seat, clauseId)
        return standing.kind === 'you-agree' && held ? { kind: 'ours', ours: held, since: 0 } : standing
      },
    },
    'withdrawing is not heard': {
      ...realRules,
      fold: statements => foldAgreement([...statements].filter(({ kind }) => kind !== 'withdrawn')),
    },
    'a restored wording revives what was withdrawn': {
      ...realRules,
      fold: statements => {
        const all = [...statements]
        const revived = all.filter((one, at) => one.kind !== 'withdrawn' || at === all.length - 1)
        return foldAgreement(revived)
      },
    },
  }
  for (const [name, rules] of Object.entries(broken))
    expect(fc.check(holds(rules), { seed: CONTROL_SEED, numRuns: 300 }).failed, name).toBe(true)
})

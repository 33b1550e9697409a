import * as Y from 'yjs'
import { Agreement } from '../../client/documents/agreement.ts'
import { type AgreementRecord, recordOf } from '../../client/documents/agreement-record.ts'
import type { AgreementView } from '../../client/documents/agreement-view.ts'
import { draftWordings } from '../../client/documents/draft-wording.ts'
import { entriesToPutInForce, type Standing, standingOf } from '../../client/documents/standing.ts'
import { seedStarters } from '../../client/documents/starters.ts'
import { starterTexts } from '../../client/i18n/en/starters.ts'
import { entryOf, wordingHash } from '../../client/keys/wording-hash.ts'
import { foldAgreement, type Statement } from '../../shared/agreement-record.ts'
import { type EventId, otherSeat, type Seat } from '../../shared/ids.ts'
import type { Wording } from '../../shared/wording.ts'
import { eventId } from './log.ts'

/** The parts that a broken variant exchanges. */
export interface Rules {
  fold: typeof foldAgreement
  standing: typeof standingOf
}
export const realRules: Rules = { fold: foldAgreement, standing: standingOf }

/** What a seat did to a clause, told by the letters that stood on its screen: the truth that the rules are held against. */
interface Act {
  seat: Seat
  clauseId: string
  step: 'given' | 'withdrawn'
  letters: string
  hash: string
}

/** Two phones that write in real documents, and a server that numbers what they press. Both come and go as they like. */
export class Couple {
  readonly phones: Record<Seat, ModelPhone>
  readonly log: { statement: Statement; act: Act | null }[] = []
  #pressed = 0

  constructor(rules: Rules) {
    this.phones = { a: new ModelPhone('a', rules, this), b: new ModelPhone('b', rules, this) }
    seedStarters(this.phones.a.doc, starterTexts)
    this.meet('a')
    this.meet('b')
  }

  nextId(): EventId {
    this.#pressed += 1
    return eventId(this.#pressed)
  }

  /** What the other wrote gets to this phone's draft. */
  meet(seat: Seat): void {
    const { doc } = this.phones[seat]
    const other = this.phones[otherSeat(seat)].doc
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)), 'met')
  }

  /** What this phone pressed gets a place in the log, and it reads what is there. */
  sync(seat: Seat): void {
    const phone = this.phones[seat]
    this.log.push(...phone.outbox.splice(0))
    phone.read = this.log.length
  }
}

type Pressed = Couple['log'][number]

export class ModelPhone {
  readonly doc = new Y.Doc()
  readonly agreement = new Agreement(this.doc)
  readonly outbox: Pressed[] = []
  read = 0
  readonly #seat: Seat
  readonly #rules: Rules
  readonly #couple: Couple

  constructor(seat: Seat, rules: Rules, couple: Couple) {
    this.#seat = seat
    this.#rules = rules
    this.#couple = couple
    this.doc.clientID = seat === 'a' ? 1 : 2
  }

  view(): AgreementView {
    return this.agreement.snapshot()
  }

  record(): AgreementRecord {
    return recordOf(this.#rules.fold(this.#known().map(({ statement }) => statement)), false)
  }

  standings(clauseIds: readonly string[]): { clauseId: string; letters: string; standing: Standing }[] {
    const record = this.record()
    const drafts = draftWordings(this.view()).filter(({ clauseId }) => clauseIds.includes(clauseId))
    return drafts.map(({ clauseId, wording }) => ({
      clauseId,
      letters: this.letters(clauseId),
      standing: this.#rules.standing(record, this.#seat, clauseId, wording),
    }))
  }

  /** Who has agreed to these letters as far as this phone could know, and not taken it back. */
  signers(clauseId: string, what: { letters: string } | { hash: string }): Seat[] {
    const [of, value] = 'hash' in what ? (['hash', what.hash] as const) : (['letters', what.letters] as const)
    return (['a', 'b'] as const).filter(seat => {
      const acts = this.#known().flatMap(({ act }) => (act?.seat === seat && act.clauseId === clauseId ? act : []))
      return acts.findLast(act => act.step === 'withdrawn' || act[of] === value)?.step === 'given'
    })
  }

  /**
   * What an eye would see on the clause: the texts of the document itself, past everything that reads it, but for blanks at their ends
   * and up to three in a row. Minutes are seen as they are read: one that is missing is shown as the starter's.
   */
  letters(clauseId: string): string {
    const clause = this.doc.getMap('clauses').get(clauseId)
    if (!(clause instanceof Y.Map)) {
      const { shortest, usual, longest } = this.view().pause
      return JSON.stringify([shortest, usual, longest])
    }
    const texts = [...clause].flatMap(([field, value]) =>
      value instanceof Y.Text
        ? [
            [
              field,
              value
                .toString()
                .replace(/\s{1,3}/g, ' ')
                .trim(),
            ],
          ]
        : [],
    )
    return JSON.stringify([clause.get('kind'), clause.get('seat') ?? null, texts.sort()])
  }

  agree(clauseId: string): void {
    const wording = draftWordings(this.view()).find(draft => draft.clauseId === clauseId)?.wording
    if (!wording) return
    const names = namesOf(clauseId, wording)
    const act = { seat: this.#seat, clauseId, step: 'given' as const, letters: this.letters(clauseId), hash: names.hash }
    this.#press({ kind: 'given', clauseId, wording, ...names }, act)
  }

  noLongerAgree(clauseId: string): void {
    const act = { seat: this.#seat, clauseId, step: 'withdrawn' as const, letters: '', hash: '' }
    this.#press({ kind: 'withdrawn', clauseId, hash: null }, act)
  }

  putInForce(): void {
    const entries = entriesToPutInForce(this.record(), this.view()).map(({ clauseId, hash }) => entryOf(clauseId, hash))
    this.#press({ kind: 'version', entries }, null)
  }

  #press(what: DistributiveOmit<Statement, 'id' | 'seat' | 'at' | 'unsent'>, act: Act | null): void {
    const id = this.#couple.nextId()
    const at = Number(this.#couple.log.length)
    this.outbox.push({ statement: { ...what, id, seat: this.#seat, at, unsent: true }, act })
  }

  #known(): Pressed[] {
    return [...this.#couple.log.slice(0, this.read), ...this.outbox]
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

const namesOf = (clauseId: string, wording: Wording) => {
  const hash = wordingHash(wording)
  return { hash, entry: entryOf(clauseId, hash) }
}

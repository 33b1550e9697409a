import fc from 'fast-check'
import * as Y from 'yjs'
import { Agreement } from '../../client/documents/agreement.ts'
import { fileOf, fileText } from '../../client/documents/agreement-file.ts'
import { type AgreementRecord, emptyRecord } from '../../client/documents/agreement-record.ts'
import {
  type ClauseField,
  type ClauseKind,
  clauseFields,
  clauseKinds,
  type PauseMinutes,
} from '../../client/documents/agreement-view.ts'
import { newClause } from '../../client/documents/clauses.ts'
import { readGone } from '../../client/documents/gone-clauses.ts'
import { type ImportChoice, type ImportPlan, planImport } from '../../client/documents/import-plan.ts'
import { type ReadFile, readAgreementFile } from '../../client/documents/read-agreement-file.ts'
import { seedStarters } from '../../client/documents/starters.ts'
import { readTakenOut } from '../../client/documents/taken-out.ts'
import { starterTexts } from '../../client/i18n/en/starters.ts'
import { anyCharacter } from './any-character.ts'

/** A clause as somebody may have written it, with anything in its texts. */
export interface WrittenClause {
  kind: ClauseKind
  seat: 'a' | 'b' | null
  texts: Partial<Record<ClauseField, string>>
}

export interface Draft extends Disposable {
  doc: Y.Doc
  agreement: Agreement
}

/** A draft with these clauses in this order. */
export const openDraft = (clauses: readonly WrittenClause[] = [], pause: Partial<PauseMinutes> = {}): Draft => {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const [at, { kind, seat, texts }] of clauses.entries()) {
      const order = `a${String.fromCharCode(65 + Math.floor(at / 26), 65 + (at % 26))}`
      doc.getMap('clauses').set(`clause-${at}`, newClause(kind, { order, starter: false, seat, texts, shown: true }))
    }
    for (const [field, minutes] of Object.entries(pause)) doc.getMap('pause').set(field, minutes)
  })
  const agreement = new Agreement(doc)
  return { doc, agreement, [Symbol.dispose]: () => agreement[Symbol.dispose]() }
}

/** What "Save data" hands to the browser. */
export const exported = ({ agreement }: Draft): string => fileText(fileOf(agreement.snapshot()))

/** A file that must be sound. */
export const readSound = (text: string): ReadFile => {
  const reading = readAgreementFile(new TextEncoder().encode(text))
  if (!reading.ok) throw new Error(`refused: ${JSON.stringify(reading.problem)}`)
  return reading.file
}

/** What a page shows before "Bring it in" is pressed. */
export const planned = (
  { doc, agreement }: Draft,
  text: string,
  choice: ImportChoice,
  pause: boolean,
  record: AgreementRecord = emptyRecord,
): ImportPlan => {
  const gone = readGone(
    agreement,
    readTakenOut(doc.getMap('clauses'), () => null),
    record,
  )
  return planImport(agreement.snapshot(), gone, readSound(text), choice, pause)
}

/** As a press of "Bring it in" does. */
export const bringIn = (draft: Draft, text: string, choice: ImportChoice = 'add', pause = false): void =>
  draft.agreement.bringIn(planned(draft, text, choice, pause))

/** Words, and what else gets into texts: marks of direction, joiners, halves of characters, line ends, letters that grow in NFC. */
export const oddText = (maxLength: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ maxLength, unit: 'grapheme' }),
    fc.string({ maxLength, unit: anyCharacter }),
    fc
      .array(
        fc.constantFrom('Lighthouse', ' ', '\n', '\u202e', '\u200b', '\ud800', 'e\u0301', '\ufb2c', '👩‍🚀', '"', '\\', '*'),
        { maxLength: 20 },
      )
      .map(parts => parts.join('')),
  )

const shortText = oddText(12)
const clauseOf = (kind: ClauseKind): fc.Arbitrary<WrittenClause> =>
  fc.record({
    kind: fc.constant(kind),
    seat: kind === 'promise' ? fc.constantFrom('a', 'b', null) : fc.constant(null),
    texts: fc.record(Object.fromEntries(clauseFields[kind].map(field => [field, shortText])), { requiredKeys: [] }),
  })
const writtenClause = fc.oneof(...clauseKinds.map(clauseOf))

/** Any draft, some of its clauses saying the same. */
export const anyDraft = fc.record({
  clauses: fc
    .array(writtenClause, { maxLength: 30 })
    .chain(clauses =>
      fc
        .array(fc.nat(Math.max(0, clauses.length - 1)), { maxLength: 5 })
        .map(again => [...clauses, ...again.flatMap(at => clauses[at] ?? [])]),
    ),
  pause: fc.record({
    shortest: fc.integer({ max: 2_000 }),
    usual: fc.integer({ max: 2_000 }),
    longest: fc.integer({ max: 2_000 }),
  }),
})

/** A file as it comes from a disk. */
export const bytes = (text: string) => new TextEncoder().encode(text)

/** The file of the starters. */
export const startersFile = (): string => {
  using draft = openDraft()
  seedStarters(draft.doc, starterTexts)
  return exported(draft)
}

import { use, useEffect, useState, useSyncExternalStore } from 'react'
import type { Agreement } from '../../documents/agreement.ts'
import type { PauseMinutes } from '../../documents/agreement-view.ts'
import { minutesTogether } from '../../documents/minutes-together.ts'
import { HalfSaidContext } from './half-said.ts'

type Field = keyof PauseMinutes

/** What stands in a field and not in the document. */
interface Typed {
  field: Field
  text: string
  /** The field was left, or Enter pressed: it counts. */
  left: boolean
  refused: boolean
}

/** Minutes typed and not kept: someone is at it, or they cannot stand together with the others. */
export type Unkept = 'typing' | 'refused'

export interface MinutesInHand {
  typed: (field: Field) => string | null
  refused: (field: Field) => boolean
  unkept: Unkept | null
  /** Null puts aside what was typed, and what holds shows again. */
  type: (field: Field, text: string | null) => void
  settle: (field: Field) => void
  step: (field: Field, value: number) => void
}

const fields = ['shortest', 'usual', 'longest'] as const
const aboutOf = (field: Field): string => `minutes ${field}`

/**
 * The minutes as they are being typed. What was refused waits, on this device over leaving the page too, and is judged anew with every
 * change: once it can stand, it is written.
 */
export const useMinutes = (agreement: Agreement | undefined, minutes: PauseMinutes): MinutesInHand => {
  const [all, setAll] = useState<readonly Typed[]>([])
  const halfSaid = use(HalfSaidContext)
  const found = useSyncExternalStore(halfSaid.subscribe, halfSaid.found)
  const put = (now: readonly Typed[]) => {
    for (const field of fields) {
      const text = now.find(one => one.field === field)?.text ?? ''
      if (text !== halfSaid.textOf(aboutOf(field))) halfSaid.keep(aboutOf(field), text)
    }
    setAll(now)
  }
  const of = (field: Field) => all.find(one => one.field === field)
  const without = (field: Field) => all.filter(one => one.field !== field)
  const judge = (now: readonly Typed[]) => {
    if (!agreement) return
    const held = agreement.snapshot().pause
    const kept = minutesTogether(
      held,
      now.filter(({ left }) => left).map(({ field, text }) => [field, numberOf(text)]),
    )
    const changed = Object.entries(kept).filter(([field, value]) => held[field as Field] !== value)
    if (changed.length > 0) agreement.setPauseMinutes(Object.fromEntries(changed))
    put(now.filter(({ field }) => kept[field] === undefined).map(one => (one.left ? { ...one, refused: true } : one)))
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the partner or an undo changed is judged like one's own
  useEffect(() => {
    if (all.some(({ left }) => left)) judge(all)
  }, [minutes])
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when what an earlier page kept is there
  useEffect(() => {
    const kept = fields.flatMap(field => {
      const text = halfSaid.textOf(aboutOf(field))
      return text !== '' && !of(field) ? [{ field, text, left: true, refused: true }] : []
    })
    if (agreement && kept.length > 0) judge([...all, ...kept])
  }, [agreement, found])
  return {
    typed: field => of(field)?.text ?? null,
    refused: field => of(field)?.refused ?? false,
    unkept: all.length === 0 ? null : all.some(({ refused }) => refused) ? 'refused' : 'typing',
    type: (field, text) => {
      const refused = of(field)?.refused ?? false
      put(text === null ? without(field) : [...without(field), { field, text, left: false, refused }])
    },
    settle: field => {
      const text = of(field)?.text
      if (text !== undefined) judge([...without(field), { field, text, left: true, refused: false }])
    },
    step: (field, value) => judge([...without(field), { field, text: `${value}`, left: true, refused: false }]),
  }
}

const numberOf = (text: string): number => (/^\d+$/.test(text) ? Number(text) : Number.NaN)

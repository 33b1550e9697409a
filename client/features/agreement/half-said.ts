import { createContext, use, useMemo, useSyncExternalStore } from 'react'
import type { Session } from '../../sync/session.ts'

const KEY = 'half-said'
/** As many are kept; the oldest go first. */
const MOST = 50

/** What somebody began to ask or to answer on this device and has not sent, by what it is about: a clause or a question. */
export interface HalfSaid {
  /** What was there when it was read: typing does not change it. Null before, and where there was nothing. */
  found(): ReadonlyMap<string, string> | null
  subscribe(changed: () => void): () => void
  textOf(about: string): string
  /** Kept on this device until it is sent; an empty text is forgotten. */
  keep(about: string, text: string): void
}

const nothing: HalfSaid = { found: () => null, subscribe: () => () => undefined, textOf: () => '', keep: () => undefined }

export const HalfSaidContext = createContext<HalfSaid>(nothing)

/** One for the page: its clauses keep what is half said through it. */
export const openHalfSaid = (session: Pick<Session, 'readLocal' | 'writeLocal'>): HalfSaid => {
  const texts = new Map<string, string>()
  const listeners = new Set<() => void>()
  let found: ReadonlyMap<string, string> | null = null
  void session.readLocal<unknown>(KEY).then(kept => {
    const entries = entriesIn(kept)
    if (entries.length === 0) return
    found = new Map(entries)
    // What was typed before it was read is newer.
    for (const [about, text] of entries) if (!texts.has(about)) texts.set(about, text)
    for (const listener of listeners) listener()
  })
  return {
    found: () => found,
    subscribe: changed => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    textOf: about => texts.get(about) ?? '',
    keep: (about, text) => {
      texts.delete(about)
      if (text.trim() !== '') texts.set(about, text)
      void session.writeLocal(KEY, [...texts].slice(-MOST))
    },
  }
}

const entriesIn = (kept: unknown): [string, string][] =>
  Array.isArray(kept) ? kept.filter(entry => Array.isArray(entry) && entry.length === 2 && entry.every(isText)) : []

const isText = (value: unknown): boolean => typeof value === 'string'

/** The place for what is about this, with what was half said there when the page opened. */
export const useHalfSaid = (about: string) => {
  const halfSaid = use(HalfSaidContext)
  const found = useSyncExternalStore(halfSaid.subscribe, halfSaid.found)
  return useMemo(
    () => ({
      wasFound: found?.has(about) ?? false,
      text: () => halfSaid.textOf(about),
      keep: (text: string) => halfSaid.keep(about, text),
    }),
    [halfSaid, found, about],
  )
}

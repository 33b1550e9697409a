import { createContext, use, useMemo, useSyncExternalStore } from 'react'
import { z } from 'zod/mini'
import type { Session } from '../../sync/session.ts'

const KEY = 'half-said'
/** As many are kept; the oldest go first. */
const MOST = 50

/**
 * What somebody began to write on this device and has not sent, or what did not count yet, by what it is about: a clause, a
 * question, a number of minutes.
 */
export interface HalfSaid {
  /** What was there when it was read: typing does not change it. Null before, and where there was nothing. */
  found(): ReadonlyMap<string, string> | null
  subscribe(changed: () => void): () => void
  textOf(about: string): string
  /** Kept on this device until it is sent; an empty text is forgotten. */
  keep(about: string, text: string): void
  /** It left the page; the device forgets it when what was sent is `kept`, so that it is always in one of the two places. */
  sent(about: string, kept: Promise<unknown>): void
}

const nothing: HalfSaid = {
  found: () => null,
  subscribe: () => () => undefined,
  textOf: () => '',
  keep: () => undefined,
  sent: () => undefined,
}

export const HalfSaidContext = createContext<HalfSaid>(nothing)

/** The oldest first. */
interface Kept {
  about: string
  text: string
  /** The tab that it was written in. */
  tab: string
}

/**
 * One for the page: its clauses keep what is half said through it. Each tab keeps its own beside that of others, and begins with its
 * own, else with the newest, which becomes its own with the first letter: what another tab wrote since stays.
 */
export const openHalfSaid = (session: Pick<Session, 'readLocal' | 'writeLocal'>, tab: string): HalfSaid => {
  const texts = new Map<string, string>()
  const begunWith = new Map<string, Kept>()
  const listeners = new Set<() => void>()
  let found: ReadonlyMap<string, string> | null = null
  let unwritten = new Set<string>()
  let isWriting = false

  const readKept = async () => keptIn(await session.readLocal<unknown>(KEY))
  const begin = async () => {
    const kept = await readKept()
    if (kept.length === 0) return
    const newest = [...kept.filter(one => one.tab !== tab), ...kept.filter(one => one.tab === tab)]
    found = new Map(newest.map(({ about, text }) => [about, text]))
    for (const one of newest) {
      // What was typed before it was read is newer.
      if (unwritten.has(one.about) || (texts.has(one.about) && !begunWith.has(one.about))) continue
      texts.set(one.about, one.text)
      begunWith.set(one.about, one)
    }
    for (const listener of listeners) listener()
  }
  const write = async () => {
    while (unwritten.size > 0) {
      const kept = await readKept()
      const abouts = unwritten
      unwritten = new Set()
      const stays = kept.filter(one => !abouts.has(one.about) || (one.tab !== tab && !isSame(one, begunWith.get(one.about))))
      const mine = [...abouts].map(about => ({ about, text: texts.get(about) ?? '', tab })).filter(({ text }) => text !== '')
      for (const about of abouts) begunWith.delete(about)
      await session.writeLocal(KEY, [...stays, ...mine].slice(-MOST))
    }
  }
  void begin().catch(() => undefined)
  const keep = (about: string, text: string) => {
    texts.delete(about)
    if (text.trim() !== '') texts.set(about, text)
    unwritten.add(about)
    // Without storage it is there for as long as the page.
    if (isWriting) return
    isWriting = true
    const ended = () => {
      isWriting = false
    }
    void write().then(ended, ended)
  }
  return {
    found: () => found,
    subscribe: changed => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    textOf: about => texts.get(about) ?? '',
    keep,
    sent: (about, kept) => {
      const text = texts.get(about) ?? ''
      texts.delete(about)
      // What was begun meanwhile is kept by itself.
      const settle = (rest: string) => texts.has(about) || keep(about, rest)
      kept.then(
        () => settle(''),
        () => settle(text),
      )
    },
  }
}

const isSame = (one: Kept, other: Kept | undefined): boolean => one.tab === other?.tab && one.text === other.text

const Entries = z.catch(z.array(z.object({ about: z.string(), text: z.string(), tab: z.string() })), [])

const keptIn = (found: unknown): Kept[] => Entries.parse(found)

/** The place for what is about this, with what was half said there when the page opened. */
export const useHalfSaid = (about: string) => {
  const halfSaid = use(HalfSaidContext)
  const found = useSyncExternalStore(halfSaid.subscribe, halfSaid.found)
  return useMemo(
    () => ({
      wasFound: found?.has(about) ?? false,
      text: () => halfSaid.textOf(about),
      keep: (text: string) => halfSaid.keep(about, text),
      sent: (kept: Promise<unknown>) => halfSaid.sent(about, kept),
    }),
    [halfSaid, found, about],
  )
}

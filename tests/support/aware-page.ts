import * as decoding from 'lib0/decoding'
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { awarenessMessage } from '../../server/transport/documents-wire.ts'
import { openRaw, type RawDocument } from './document-client.ts'
import type { Credentials } from './relay-client.ts'

/** One state as a page would say it. */
export const stateOf = (client: number, clock: number, state: Record<string, unknown> | null): Uint8Array => {
  const doc = new Y.Doc()
  const awareness = new Awareness(doc)
  awareness.meta.set(client, { clock, lastUpdated: 0 })
  const update = encodeAwarenessUpdate(awareness, [client], new Map(state ? [[client, state]] : []))
  doc.destroy()
  return update
}

/** The frame that asks who is here. */
export const whoIsHere = new Uint8Array([3])

/** A bare socket with one page's awareness. */
export interface AwarePage extends RawDocument {
  /** Says its next state: `text` under a clock of its own. */
  say(text: string): void
  /** Awareness messages that it was told. */
  told(): Uint8Array[]
  /** The newest text that it was told of a client. */
  newest(client: number): string | undefined
}

/** Resolves when the page is let in. */
export const openAware = async (url: string, who: Credentials, client: number): Promise<AwarePage> => {
  const raw = openRaw(url, who)
  await raw.until(() => raw.frames.length > 0 || raw.ended !== null)
  let clock = 0
  const told = () => raw.frames.filter(frame => frame[0] === 1)
  return Object.assign(raw, {
    say: (text: string) => raw.send(awarenessMessage(stateOf(client, ++clock, { s: text }))),
    told,
    newest: (wanted: number) =>
      told()
        .flatMap(readTexts)
        .findLast(state => state.client === wanted)?.text,
  })
}

const readTexts = (frame: Uint8Array): { client: number; text: string | undefined }[] => {
  const outer = decoding.createDecoder(frame)
  decoding.readVarUint(outer)
  const decoder = decoding.createDecoder(decoding.readVarUint8Array(outer))
  return Array.from({ length: decoding.readVarUint(decoder) }, () => {
    const client = decoding.readVarUint(decoder)
    decoding.readVarUint(decoder)
    return { client, text: (JSON.parse(decoding.readVarString(decoder)) as { s?: string } | null)?.s }
  })
}

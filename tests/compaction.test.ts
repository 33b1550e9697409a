import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { IDLE_MS, isElected, type PlanCompaction, planCompaction } from '../client/sync/compaction.ts'
import type { DocumentCipher, Entry, EntryKind } from '../client/sync/outer-document.ts'
import { MERGE_EVERY, OUTER_ROOT } from '../shared/documents.ts'
import { type CompactingPage, openCompactingPage } from './support/compacting-page.ts'
import { startDocumentProxy } from './support/document-proxy.ts'
import { ownedDocumentClock } from './support/owned-document-clock.ts'
import { startCouple } from './support/sealed-couple.ts'
import type { SealedDevice } from './support/sealed-device.ts'
import { seed } from './support/seed.ts'

/** Real sockets under a busy machine. */
const SLOW = { timeout: 120_000 }
const entriesOf = (device: SealedDevice) => device.rest.outer.getArray(OUTER_ROOT).length

test('[CMP1] 200 single entries become one, and stay until the server has said that it keeps it', async () => {
  await using couple = await startCouple()
  await using wire = await startDocumentProxy(couple.server.url)
  const clock = ownedDocumentClock()
  await using anna = couple.anna({ url: wire.url, clock })
  await anna.document.whenLoaded
  const type = (count: number) => {
    for (let key = 0; key < count; key++) {
      anna.type('k')
      clock.advance(100)
    }
  }
  type(MERGE_EVERY - 1)
  await anna.until(() => anna.document.status().saved === 'kept')
  expect(entriesOf(anna)).toBe(MERGE_EVERY - 1)
  // The merged entry is put when the 200th is kept, and nobody says so of the merged one.
  wire.holdVectorsAfter(1)
  type(1)
  await anna.until(() => entriesOf(anna) === MERGE_EVERY + 1)
  await using ben = couple.ben()
  await ben.until(() => entriesOf(ben) === MERGE_EVERY + 1)
  expect(entriesOf(anna)).toBe(MERGE_EVERY + 1)
  wire.holdVectors(false)
  wire.cut(false)
  await anna.until(() => entriesOf(anna) === 1)
  await ben.until(() => entriesOf(ben) === 1)
  await using fresh = await couple.further('b')
  await fresh.until(() => fresh.words().length === MERGE_EVERY)
})

const KEYS_A_SECOND = 10
const AGREEMENT_BYTES = 400_000

/** Bytes that so many seconds of typing upload: words, corrections, jumps, a caret, and a rest of six seconds every two minutes. */
const bytesOfTyping = async (plan: PlanCompaction, seconds: number): Promise<number> => {
  const clock = ownedDocumentClock()
  await using couple = await startCouple({ now: () => Date.now() + clock.now() })
  {
    await using before = await couple.further('a', { clock })
    await before.document.whenLoaded
    for (let line = 0; line < AGREEMENT_BYTES / 400; line++) {
      before.document.inner.getText(`line ${line}`).insert(0, `${line} `.padEnd(400, 'text '))
      clock.advance(100)
    }
    await before.until(() => before.document.status().saved === 'kept')
    for (let count = entriesOf(before); count > 1; count = entriesOf(before)) {
      clock.advance(IDLE_MS)
      await before.until(() => entriesOf(before) !== count)
    }
    await before.until(() => before.document.status().saved === 'kept')
  }
  await using wire = await startDocumentProxy(couple.server.url)
  await using anna = couple.anna({ url: wire.url, clock, plan })
  await anna.until(() => anna.document.inner.getText(`line ${AGREEMENT_BYTES / 400 - 1}`).length === 400)
  expect(Y.encodeStateAsUpdate(anna.document.inner).length).toBeGreaterThan(380_000)
  const text = anna.document.inner.getText('words')
  const before = wire.sent
  let caret = 0
  for (let key = 0; key < seconds * KEYS_A_SECOND; key++) {
    if (key % 97 === 96) caret = (key * 31) % (text.length + 1)
    if (key % 12 === 11 && caret > 0) text.delete(--caret, 1)
    else text.insert(caret++, 'abcdef ghij klm '.charAt(key % 16))
    const place = Y.createRelativePositionFromTypeIndex(text, caret)
    anna.document.awareness.setLocalStateField('cursor', { anchor: place, head: place })
    clock.advance(1_000 / KEYS_A_SECOND)
    if (key % 200 === 199) await anna.until(() => anna.document.status().saved === 'kept')
    if (key % 1_200 === 1_199) clock.advance(6_000)
  }
  await anna.until(() => anna.document.status().saved === 'kept')
  await using fresh = await couple.further('b')
  await fresh.until(() => fresh.words() === anna.words())
  return wire.sent - before
}

test('[CMP2] ten minutes of fast typing in an agreement of 400 KB upload less than 2 MB', SLOW, async () => {
  const bytes = await bytesOfTyping(planCompaction, 600)
  console.info(`ten minutes of typing: ${bytes} bytes`)
  expect(bytes).toBeLessThan(2_000_000)
})

test('[CMP2] with a snapshot in place of every merge the first three minutes alone upload more', SLOW, async () => {
  const snapshots: PlanCompaction = (entries, at) => {
    const plan = planCompaction(entries, at)
    return plan && { kind: 'snapshot', of: plan.of }
  }
  expect(await bytesOfTyping(snapshots, 180)).toBeGreaterThan(2_000_000)
})

/** Lets the sockets work for some turns of the loop, so that steps fall before, between and after what they carry. */
const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count * 4; turn++) await new Promise(resolve => setImmediate(resolve))
}

/** One of two devices does something, or something happens to its wire. */
const what = ['type', 'type', 'type', 'kept', 'kept', 'idle', 'cut', 'refuse', 'swallow', 'reload'] as const
const Step = fc.record({
  who: fc.constantFrom('anna' as const, 'ben' as const),
  what: fc.constantFrom(...what),
  count: fc.integer({ min: 1, max: 6 }),
})

test(
  '[CMP3] edits, compactions, lost connections, refusals and reloads of two devices in any order lose nothing',
  SLOW,
  async () => {
    await using couple = await startCouple()
    let compactions = 0
    const often: PlanCompaction = (entries, at) => {
      const plan = planCompaction(entries, at, 4)
      if (plan) compactions++
      return plan
    }
    let round = 0
    await fc.assert(
      fc.asyncProperty(fc.array(Step, { minLength: 10, maxLength: 60, size: 'max' }), async steps => {
        const { spaceId, a, b } = await couple.another()
        const name = `round ${round++} `
        await using anna = await openCompactingPage(couple.server.url, more =>
          couple.anna({ spaceId, who: a, plan: often, ...more }),
        )
        await using ben = await openCompactingPage(couple.server.url, more =>
          couple.ben({ spaceId, who: b, plan: often, ...more }),
        )
        const pages = { anna, ben }
        const marks: string[] = []
        for (const { who, what, count } of steps) {
          const page = pages[who]
          switch (what) {
            case 'type':
              for (let edit = 0; edit < count; edit++) {
                const mark = `<${name}${marks.length}>`
                marks.push(mark)
                page.device.document.inner.getArray('marks').push([mark])
                page.clock.advance(100)
              }
              break
            case 'idle':
              page.clock.advance(IDLE_MS)
              break
            case 'kept':
              await page.delivered()
              break
            case 'cut':
              page.wire.cut(false)
              break
            case 'refuse':
              page.wire.refuse(count, 'not-stored')
              break
            case 'swallow':
              page.wire.swallow(count)
              break
            case 'reload':
              await page.reload()
          }
          await turns(count)
        }
        for (const page of Object.values(pages)) await page.delivered()
        await using fresh = couple.ben({ spaceId, who: b })
        const shown = (device: SealedDevice) => new Set(device.document.inner.getArray<string>('marks').toArray())
        for (const device of [anna.device, ben.device, fresh]) await device.until(() => shown(device).size === marks.length)
        expect(anna.device.document.inner.toJSON()).toEqual(fresh.document.inner.toJSON())
      }),
      { seed, numRuns: 15 },
    )
    expect(compactions, 'the runs did compact').toBeGreaterThan(20)
  },
)

type Compact = (page: CompactingPage, cipher: DocumentCipher, context: string) => void

/**
 * Whether the words are still there for a fresh device when the merged entry was lost on its way, the rest arrived, and the page
 * died. Ben sees it happen; unless he can read, nobody puts the words again.
 */
const survives = async (compact: Compact, benReads = false): Promise<boolean> => {
  await using couple = await startCouple()
  const { seal, open } = couple.cipher
  const blind: DocumentCipher = { seal, open: (at, sealed) => (at === couple.documentContext ? null : open(at, sealed)) }
  const often: PlanCompaction = (entries, at) => planCompaction(entries, at, 4)
  await using ben = couple.ben(benReads ? {} : { cipher: blind })
  await using page = await openCompactingPage(couple.server.url, more => couple.anna({ plan: often, ...more }))
  for (const word of ['one ', 'two ', 'three ']) {
    page.device.type(word)
    page.clock.advance(100)
  }
  await page.delivered()
  await ben.until(() => (benReads ? ben.words() === 'one two three ' : ben.document.status().unopened === 3))
  page.wire.passOnly(1)
  compact(page, couple.cipher, couple.documentContext)
  page.device.document.awareness.setLocalStateField('field', 'the end')
  page.clock.advance(1_000)
  await ben.until(() => [...ben.document.awareness.getStates().values()].some(state => state['field'] === 'the end'))
  page.wire.cut(true)
  await using fresh = await couple.further('b')
  await fresh.until(() => fresh.document.status().connection === 'online')
  return fresh.words() === 'one two three '
}

test('[CMP3] a merged entry that never arrived costs nothing; a device that deletes at once loses everything', async () => {
  const inTurn = (page: CompactingPage) => {
    page.device.type('four ')
    page.clock.advance(IDLE_MS)
  }
  const atOnce = (page: CompactingPage, cipher: DocumentCipher, context: string) => {
    const entries = page.device.rest.outer.getArray<Uint8Array>(OUTER_ROOT)
    const updates = entries.toArray().map(entry => cipher.open(context, entry)?.subarray(1) ?? new Uint8Array([0, 0]))
    entries.push([cipher.seal(context, new Uint8Array([1, ...Y.mergeUpdates(updates)]))])
    entries.delete(0, updates.length)
  }
  expect(await survives(inTurn)).toBe(true)
  expect(await survives(atOnce)).toBe(false)
  expect(await survives(atOnce, true), 'unless another page has the words and puts them again').toBe(true)
})

const entry = (client: number, clock: number, kind: EntryKind, bytes = 70): Entry => ({
  id: { client, clock },
  kind,
  sealed: new Uint8Array(bytes),
})
const series = (client: number, count: number, kind: EntryKind = 'single', bytes = 70): Entry[] =>
  Array.from({ length: count }, (_, clock) => entry(client, clock, kind, bytes))
const everything = new Map([1, 2, 3].map(client => [client, 100_000]))
const at = { kept: everything, own: 1, elected: true, idle: true, snapshotBytes: () => 50_000 }

test('[CMP4] a whole state is written only when what follows the last one outweighs it, when idle, by the elected page', () => {
  const base = entry(3, 0, 'snapshot', 50_000)
  const tail = series(2, 1_000)
  expect(planCompaction([base, ...tail], at)).toMatchObject({ kind: 'snapshot', of: [base, ...tail] })
  expect(planCompaction([base, ...tail], { ...at, idle: false })).toBe(null)
  expect(planCompaction([base, ...tail], { ...at, elected: false })).toBe(null)
  expect(planCompaction([base, ...tail.slice(0, 700)], at), 'a lighter tail is merged').toMatchObject({ kind: 'merged' })
  expect(planCompaction([base, ...tail.slice(0, 199)], at)).toBe(null)
  const unkept = new Map([[3, 1]])
  expect(planCompaction([base, ...tail], { ...at, kept: unkept }), 'what the server does not keep is not touched').toBe(null)
  expect(planCompaction([...series(1, 200), ...series(2, 500)], { ...at, idle: false })).toMatchObject({ of: series(1, 200) })
  expect(planCompaction(series(1, 200, 'single', 50_000), at)?.of.length, 'one message carries a merged entry').toBe(2)
})

test('[CMP5] entries that are too large to be merged keep no others from it', () => {
  const pasted = series(3, 2, 'single', 130_000)
  const nearlyFull = entry(3, 2, 'single', 131_000)
  const letters = series(2, 500)
  const heavy = { ...at, snapshotBytes: () => Number.POSITIVE_INFINITY }
  expect(planCompaction([...pasted, nearlyFull, ...letters], heavy)).toEqual({ kind: 'merged', of: letters })
  const bytes = fc.oneof(
    fc.integer({ min: 30, max: 200 }),
    fc.integer({ min: 30, max: 65_536 }),
    fc.integer({ min: 65_537, max: 140_000 }),
  )
  fc.assert(
    fc.property(fc.array(bytes, { minLength: 250, maxLength: 400 }), sizes => {
      const all = sizes.map((size, clock) => entry(2, clock, 'single', size))
      const plan = planCompaction(all, heavy)
      const mergeable = sizes.filter(size => size <= 65_536)
      if (mergeable.length < MERGE_EVERY) return plan === null
      const merged = plan?.of.reduce((sum, { sealed }) => sum + sealed.length, 0) ?? 0
      return plan !== null && plan.of.length > 1 && merged <= 131_072
    }),
    { seed, numRuns: 20 },
  )
})

test('[CMP4] of the pages that are there exactly one is elected', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(), { minLength: 1 }), pages => {
      const elected = pages.filter(own =>
        isElected(
          own,
          pages.filter(other => other !== own),
        ),
      )
      expect(elected).toEqual([Math.min(...pages)])
    }),
    { seed },
  )
})

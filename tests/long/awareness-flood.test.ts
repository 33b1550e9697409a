import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { MAX_AWARENESS_BYTES, MAX_AWARENESS_MESSAGE_BYTES, SHARE } from '../../server/transport/documents-awareness.ts'
import { missingMessage } from '../../server/transport/documents-wire.ts'
import { closeCodes } from '../../shared/documents.ts'
import { type AwarePage, openAware, whoIsHere } from '../support/aware-page.ts'
import { openRaw } from '../support/document-client.ts'
import { ask, isMissing } from '../support/document-frames.ts'
import { quick, startDocuments } from '../support/document-server.ts'
import { OuterAuthor } from '../support/outer-author.ts'
import { addCouple, addDevice } from '../support/relay-server.ts'

const large = (mark: number): string => `${mark} `.padEnd(MAX_AWARENESS_BYTES - 100, 'x')
const small = (mark: number): string => `${mark}`

/** Everything sent before was dealt with by then. */
const answered = async (page: AwarePage): Promise<void> => {
  const before = page.frames.filter(isMissing).length
  page.send(ask)
  await page.until(() => page.ended !== null || page.frames.filter(isMissing).length > before)
}

test('[DOC22] who asks 500 times at once who is here is answered a few times, and of 500 states said at once the newest is told', async () => {
  await using server = await startDocuments({ timing: quick })
  const couple = await addCouple(server.store)
  await using anna = await openAware(server.url, couple.a, 1)
  await using ben = await openAware(server.url, couple.b, 2)
  anna.say('here')
  await ben.until(() => ben.newest(1) === 'here')
  const before = ben.told().length
  for (let count = 0; count < 500; count++) ben.send(whoIsHere)
  await ben.until(() => ben.told().length > before)
  await answered(ben)
  expect(ben.told().length - before).toBeLessThan(50)

  for (let count = 1; count <= 500; count++) anna.say(small(count))
  const told = ben.told().length
  await ben.until(() => ben.newest(1) === '500')
  expect(ben.told().length - told).toBeLessThan(50)
})

test('[DOC22] the next round waits as long as the last one calls for', async () => {
  const isToldAtOnce = async (awarenessBytesPerSecond: number): Promise<boolean> => {
    await using server = await startDocuments({ timing: { ...quick, awarenessBytesPerSecond } })
    const couple = await addCouple(server.store)
    await using anna = await openAware(server.url, couple.a, 1)
    await using ben = await openAware(server.url, couple.b, 2)
    anna.say('first')
    await ben.until(() => ben.newest(1) === 'first')
    anna.say('second')
    for (let count = 0; count < 50 && ben.newest(1) !== 'second'; count++) {
      await answered(anna)
      await answered(ben)
    }
    return ben.newest(1) === 'second'
  }
  expect(await isToldAtOnce(0.1)).toBe(false)
  expect(await isToldAtOnce(Number.POSITIVE_INFINITY)).toBe(true)
})

test('[DOC22] who does not read is told the newest of each page when it reads again, and not all that there was between', async () => {
  await using server = await startDocuments({ timing: quick })
  const couple = await addCouple(server.store)
  const pages = await Promise.all([1, 2, 3].map(client => openAware(server.url, couple.a, client)))
  await using reading = await openAware(server.url, couple.b, 4)
  await using deaf = await openAware(server.url, couple.b, 5)
  deaf.socket.pause()
  const [anna, ...others] = pages as [AwarePage, AwarePage, AwarePage]
  for (const other of others) await other[Symbol.asyncDispose]()
  const speakers = [anna, await openAware(server.url, couple.a, 6), await openAware(server.url, couple.a, 7)]
  for (let count = 1; count <= 800; count++) {
    for (const speaker of speakers) speaker.say(large(count))
    await reading.until(
      () => reading.frames.at(-1)?.[0] === 1 && [1, 6, 7].every(client => reading.newest(client) === large(count)),
    )
    reading.frames.length = 0
  }
  deaf.socket.resume()
  await deaf.until(() => [1, 6, 7].every(client => deaf.newest(client) === large(800)))
  expect(deaf.told().reduce((sum, frame) => sum + frame.length, 0)).toBeLessThan(3 * 800 * MAX_AWARENESS_BYTES * 0.9)
  expect(reading.ended).toBe(null)
  for (const speaker of speakers) await speaker[Symbol.asyncDispose]()
})

test('[DOC15] whoever asks who is here pays for the answer, and whoever says something for all who are told', async () => {
  await using server = await startDocuments({ timing: quick, now: () => 0 })
  const couple = await addCouple(server.store)
  const pages = await Promise.all([1, 2, 3].map(client => openAware(server.url, couple.a, client)))
  for (const page of pages) page.say(large(0).slice(0, 7_000))
  await using ben = await openAware(server.url, couple.b, 4)
  const untilEnded = async (page: AwarePage, once: () => Promise<void>): Promise<void> => {
    for (let count = 0; count < 1_900 && page.ended === null; count++) await once()
    expect(page.ended?.code).toBe(closeCodes['too-many'])
  }
  await untilEnded(ben, async () => {
    const before = ben.told().length
    ben.send(whoIsHere)
    await ben.until(() => ben.ended !== null || ben.told().length > before)
    ben.frames.length = 0
  })

  const others = await Promise.all(Array.from({ length: 8 }, (_, index) => openAware(server.url, couple.b, 10 + index)))
  const [anna, witness] = [pages[0], others[0]]
  if (!anna || !witness) throw new Error('nobody is there')
  let mark = 0
  await untilEnded(anna, async () => {
    const text = large(++mark).slice(0, 7_000)
    anna.say(text)
    const seen = () => witness.newest(1) === text
    await Promise.race([anna.until(() => anna.ended !== null), witness.until(seen)])
    witness.frames.length = 0
  })
  for (const page of [...pages, ...others]) await page[Symbol.asyncDispose]()
})

test('[DOC15] a question that lacks next to nothing pays for what is read to answer it', async () => {
  await using server = await startDocuments({ timing: quick, now: () => 0 })
  const couple = await addCouple(server.store)
  await using anna = openRaw(server.url, couple.a)
  await anna.until(() => anna.frames.length > 0)
  const author = new OuterAuthor()
  anna.send(missingMessage(author.push('x'.repeat(60_000))))
  const vector = Y.encodeStateVector(author.doc)
  anna.send(missingMessage(author.push('y')))
  await using ben = openRaw(server.url, couple.b)
  await ben.until(() => ben.frames.length > 0)
  for (let count = 0; count < 1_500 && ben.ended === null; count++) {
    ben.frames.length = 0
    ben.send(new Uint8Array([0, 0, vector.length, ...vector]))
    await ben.until(() => ben.ended !== null || ben.frames.some(isMissing))
  }
  expect(ben.ended?.code).toBe(closeCodes['too-many'])
})

test('[DOC15] a seat has 48 sockets to documents at most, whatever its devices; its partner comes in', async () => {
  await using server = await startDocuments({ timing: quick })
  const couple = await addCouple(server.store)
  const devices = [couple.a, ...(await Promise.all([1, 2, 3].map(() => addDevice(server.store, couple.spaceId, 'a'))))]
  const [last, ...first] = devices.toReversed()
  if (!last) throw new Error('no device')
  const open = await Promise.all(
    first.flatMap(device => Array.from({ length: 16 }, (_, index) => openAware(server.url, device, index))),
  )
  expect(open.filter(page => page.ended !== null)).toEqual([])
  await using more = await openAware(server.url, last, 1)
  await more.until(() => more.ended !== null)
  expect(more.ended?.code).toBe(closeCodes['too-many'])
  await using partner = await openAware(server.url, couple.b, 1)
  expect(partner.ended).toBe(null)
  for (const page of open) await page[Symbol.asyncDispose]()
})

test('[DOC23] what a seat says of its pages has a share of its own, in bytes, and all together can be repeated in one message', async () => {
  await using server = await startDocuments({ timing: quick })
  const couple = await addCouple(server.store)
  const { a, b, spaceId } = couple
  const second = await addDevice(server.store, spaceId, 'a')
  const pages = await Promise.all(Array.from({ length: 8 }, (_, index) => openAware(server.url, a, 1 + index)))
  await using witness = await openAware(server.url, second, 100)
  for (const page of pages) page.say(large(0))
  await using ben = await openAware(server.url, b, 200)
  ben.say(large(1))
  await witness.until(() => witness.newest(200) === large(1))
  const present = pages.filter((_, index) => witness.newest(1 + index) !== undefined)
  expect(present).toHaveLength(Math.floor(SHARE.bytes / MAX_AWARENESS_BYTES))

  const others = await Promise.all(Array.from({ length: 2 }, (_, index) => openAware(server.url, b, 300 + index)))
  for (const page of others) page.say(large(1))
  await witness.until(() => witness.newest(301) !== undefined)
  witness.frames.length = 0
  witness.send(whoIsHere)
  await witness.until(() => witness.told().length > 0)
  const [everyone] = witness.told()
  if (!everyone) throw new Error('nobody is there')
  expect(everyone.length).toBeGreaterThan(6 * MAX_AWARENESS_BYTES - 1_000)
  expect(everyone.length).toBeLessThan(MAX_AWARENESS_MESSAGE_BYTES)
  witness.send(everyone)
  await answered(witness)
  expect(witness.ended).toBe(null)

  await using wide = await openAware(server.url, second, 400)
  wide.say('\u4e2d'.repeat(MAX_AWARENESS_BYTES / 2))
  await wide.until(() => wide.ended !== null)
  expect(wide.ended?.code).toBe(closeCodes['bad-request'])
  for (const page of [...pages, ...others]) await page[Symbol.asyncDispose]()
})

test('[DOC23] a seat has 21 pages in a room at most', async () => {
  await using server = await startDocuments({ timing: quick })
  const couple = await addCouple(server.store)
  const second = await addDevice(server.store, couple.spaceId, 'a')
  const pages = await Promise.all(
    [couple.a, second].flatMap((device, at) =>
      Array.from({ length: 14 }, (_, index) => openAware(server.url, device, at * 100 + index)),
    ),
  )
  await using ben = await openAware(server.url, couple.b, 500)
  for (const page of pages) page.say('here')
  for (const page of pages) await answered(page)
  ben.send(whoIsHere)
  await using later = await openAware(server.url, couple.b, 501)
  await later.until(() => later.told().length > 0)
  const seen = pages.filter((_, index) => later.newest(index < 14 ? index : 100 + index - 14) !== undefined)
  expect(seen).toHaveLength(SHARE.states)
  for (const page of pages) await page[Symbol.asyncDispose]()
})

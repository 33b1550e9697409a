import { v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { updateMessage } from '../server/transport/documents-wire.ts'
import { closeCodes, DOCUMENT_SUBPROTOCOL } from '../shared/documents.ts'
import { openDocument, openRaw, type RawOptions } from './support/document-client.ts'
import { ask, isMissing } from './support/document-frames.ts'
import { type DocumentServer, startDocuments } from './support/document-server.ts'
import { OuterAuthor } from './support/outer-author.ts'
import { addCouple, addDevice, type Couple } from './support/relay-server.ts'

/** How a socket ends that asks for entry in this way: an HTTP status or a close code. */
const endOf = async (server: DocumentServer, who: Couple['a'], options: RawOptions): Promise<number | null> => {
  await using raw = openRaw(server.url, who, options)
  await raw.until(() => raw.ended !== null || raw.status !== null)
  return raw.status ?? raw.ended?.code ?? null
}

const textOf = async (server: DocumentServer, who: Couple['a']): Promise<string[]> => {
  await using client = openDocument(server.url, who)
  await client.until(() => client.provider.synced)
  return client.entries()
}

describe('entry', () => {
  test('[DOC1] whoever may not enter is told why, each by its own code', async () => {
    await using server = await startDocuments()
    const couple = await addCouple(server.store)
    const { a } = couple
    const other = await addCouple(server.store)
    const second = await addDevice(server.store, couple.spaceId, 'a')
    const stranger = Buffer.alloc(32, 7).toString('base64url')
    const end = (options: RawOptions) => endOf(server, a, options)

    expect(await end({ protocols: [DOCUMENT_SUBPROTOCOL] })).toBe(closeCodes['no-token'])
    expect(await end({ protocols: [DOCUMENT_SUBPROTOCOL, stranger] })).toBe(closeCodes['wrong-token'])
    expect(await end({ protocols: [DOCUMENT_SUBPROTOCOL, 'short'] })).toBe(closeCodes['wrong-token'])
    expect(await end({ path: `/documents/${other.a.deviceId}/agreement.0` })).toBe(closeCodes['not-yours'])
    expect(await end({ path: `/documents/${couple.b.deviceId}/agreement.0` })).toBe(closeCodes['not-yours'])
    expect(await end({ path: `/documents/${second.deviceId}/agreement.0` })).toBe(closeCodes['not-yours'])
    expect(await end({ path: `/documents/${v7()}/agreement.0` })).toBe(closeCodes['not-yours'])
    expect(await end({ path: `/documents/${a.deviceId}/agreement.1` })).toBe(closeCodes['bad-request'])
    expect(await end({ path: `/documents/${a.deviceId}/diary.0` })).toBe(400)
    expect(await end({ path: `/documents/${a.deviceId}/agreement.0/more` })).toBe(400)
    expect(await end({ path: '/documents/' })).toBe(400)
    expect(await end({ protocols: ['other', a.token] })).toBe(400)
    expect(await end({ origin: 'https://elsewhere.example' })).toBe(403)
    expect(await end({ origin: `${server.url}.elsewhere.example` })).toBe(403)
    await using welcome = openRaw(server.url, a, { origin: server.url })
    await welcome.until(() => welcome.frames.length > 0)
    expect(welcome.socket.protocol).toBe(DOCUMENT_SUBPROTOCOL)
  })

  test("[DOC1] one couple's document holds nothing of another's", async () => {
    await using server = await startDocuments()
    const one = await addCouple(server.store)
    const two = await addCouple(server.store)
    await using anna = openDocument(server.url, one.a)
    await using zoe = openDocument(server.url, two.a)
    anna.push('of one')
    zoe.push('of two')
    await anna.until(() => anna.isKept())
    await zoe.until(() => zoe.isKept())
    expect(await textOf(server, one.b)).toEqual(['of one'])
    expect(await textOf(server, two.b)).toEqual(['of two'])
  })

  test('[DOC14] when access ends, open sockets close, and nothing they still send is stored', async () => {
    await using server = await startDocuments()
    const couple = await addCouple(server.store)
    const second = await addDevice(server.store, couple.spaceId, 'a')
    await using told = openRaw(server.url, couple.a)
    await using untold = openRaw(server.url, second)
    await using ben = openDocument(server.url, couple.b)
    await ben.until(() => ben.provider.synced)
    for (const raw of [told, untold]) await raw.until(() => raw.frames.length > 0)
    await server.store.write(tx => tx.deleteFrom('devices').where('seat', '=', 'a').execute())

    server.fanout.publish(couple.spaceId, { kind: 'access-ended', devices: [couple.a.deviceId], code: 'access-ended' })
    await told.until(() => told.ended !== null)
    expect(told.ended).toEqual({ code: closeCodes['access-ended'], reason: 'access-ended' })

    untold.send(updateMessage(new OuterAuthor().push('after the end')))
    await untold.until(() => untold.ended !== null)
    expect(untold.ended?.code).toBe(closeCodes['wrong-token'])
    ben.push('goes on')
    await ben.until(() => ben.isKept())
    expect(await textOf(server, couple.b)).toEqual(['goes on'])
  })

  test('[DOC14] a device whose access has ended is not told what the document holds', async () => {
    await using server = await startDocuments()
    const couple = await addCouple(server.store)
    await using ben = openDocument(server.url, couple.b)
    ben.push('his')
    await ben.until(() => ben.isKept())
    await using raw = openRaw(server.url, couple.a)
    await raw.until(() => raw.frames.length > 0)
    await server.store.write(tx => tx.deleteFrom('devices').where('seat', '=', 'a').execute())
    raw.send(ask)
    await raw.until(() => raw.ended !== null)
    expect(raw.ended?.code).toBe(closeCodes['wrong-token'])
    expect(raw.frames.some(isMissing)).toBe(false)
  })
})

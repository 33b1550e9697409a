import { expect, test } from 'vitest'
import { openDocument } from './support/document-client.ts'
import { startDocuments } from './support/document-server.ts'
import { addCouple } from './support/relay-server.ts'

test('[DOC3] edits of both partners reach both, and those made offline merge', async () => {
  await using server = await startDocuments()
  const couple = await addCouple(server.store)
  await using anna = openDocument(server.url, couple.a)
  await using ben = openDocument(server.url, couple.b)
  await anna.until(() => anna.provider.synced)
  anna.push('one')
  await ben.until(() => ben.entries().includes('one'))
  ben.push('two')
  await anna.until(() => anna.entries().includes('two'))
  anna.disconnect()
  anna.push('offline a')
  ben.push('online b')
  anna.connect()
  await anna.until(() => anna.entries().length === 4)
  await ben.until(() => ben.entries().length === 4)
  expect(anna.entries()).toEqual(ben.entries())
  await anna.until(() => anna.isKept())
})

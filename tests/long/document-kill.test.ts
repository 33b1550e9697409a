import { expect, test } from 'vitest'
import { freshEntries, openDocument } from '../support/document-client.ts'
import { createPair } from '../support/http.ts'
import { spawnServer, temporaryFolder } from '../support/server.ts'

test('[DOC2] kill -9 the moment the partner sees an edit, 20 times: a fresh device has every edit that was seen', async () => {
  const dataDir = await temporaryFolder()
  let server = await spawnServer({ dataDir })
  const couple = await createPair(server.url)
  const seen = new Set<string>()
  for (let round = 0; round < 20; round++) {
    const anna = openDocument(server.url, couple.a)
    const ben = openDocument(server.url, couple.b)
    await Promise.all([anna, ben].map(client => client.until(() => client.provider.synced)))
    const typing = setInterval(() => {
      anna.push(`a${round}:${anna.entries().length}`)
      ben.push(`b${round}:${ben.entries().length}`)
    }, 1)
    await ben.until(() => ben.entries().filter(entry => entry.startsWith(`a${round}:`)).length > round)
    const killed = server.kill()
    clearInterval(typing)
    for (const entry of ben.entries()) if (entry.startsWith('a')) seen.add(entry)
    for (const entry of anna.entries()) if (entry.startsWith('b')) seen.add(entry)
    await killed
    await anna[Symbol.asyncDispose]()
    await ben[Symbol.asyncDispose]()
    server = await spawnServer({ dataDir })
    const fresh = new Set(await freshEntries(server.url, couple.a))
    expect([...seen].filter(entry => !fresh.has(entry))).toEqual([])
  }
  expect(seen.size).toBeGreaterThan(20)
  await server.stop()
}, 180_000)

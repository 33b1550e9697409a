import { chmodSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ask, createSpace, spaceIn } from './support/http.ts'
import { spawnRefused, spawnServer, startTestServer, temporaryFolder } from './support/server.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await temporaryFolder()
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

test('[SRV2] a data folder is used by one server at a time; the first goes on undisturbed', async () => {
  await using first = await spawnServer({ dataDir })
  const creator = await createSpace(first.url)
  const end = await spawnRefused({ HOLDFAST_DATA: dataDir })
  expect(end).toMatchObject({ code: 1, stderr: `HOLDFAST_DATA: the folder ${dataDir} is in use by another Holdfast\n` })
  await expect(startTestServer({ dataDir })).rejects.toThrow(/in use by another Holdfast/)
  expect(await spaceIn(first.url, creator)).toBe(true)
  expect((await ask(first.url, '/readyz')).status).toBe(200)
})

test('[SRV2] within one process too, and a server that has stopped leaves the folder free', async () => {
  {
    await using _first = await startTestServer({ dataDir })
    await expect(startTestServer({ dataDir })).rejects.toThrow(/in use by another Holdfast/)
  }
  await using second = await startTestServer({ dataDir })
  expect((await ask(second.url, '/readyz')).status).toBe(200)
})

/** `rwx` bits of a folder, or of every file in it by name. */
const modeOf = (path: string): number => statSync(path).mode & 0o777
const fileModes = (folder: string) => Object.fromEntries(readdirSync(folder).map(name => [name, modeOf(join(folder, name))]))
const OWN_FILES = { 'holdfast.db': 0o600, 'holdfast.db-shm': 0o600, 'holdfast.db-wal': 0o600, 'holdfast.lock': 0o600 }
const isWarned = (lines: { stdout: string }): boolean => lines.stdout.includes('may look into the data folder')

test('[SRV9] the data folder is readable by its owner only', async () => {
  const folder = join(dataDir, 'new/data')
  await using server = await spawnServer({ dataDir: folder })
  expect(modeOf(folder)).toBe(0o700)
  expect(fileModes(folder)).toEqual(OWN_FILES)
  expect(isWarned(server.output())).toBe(false)
})

test('[SRV9] in a folder that is open to others its files are the owner’s alone, also those left open by a killed server', async () => {
  const folder = join(dataDir, 'shared')
  mkdirSync(folder)
  chmodSync(folder, 0o755)
  {
    await using server = await spawnServer({ dataDir: folder })
    expect(fileModes(folder)).toEqual(OWN_FILES)
    expect(isWarned(server.output())).toBe(true)
  }
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o644)
  await using next = await spawnServer({ dataDir: folder })
  expect(fileModes(folder)).toEqual(OWN_FILES)
  expect((await ask(next.url, '/readyz')).status).toBe(200)
})

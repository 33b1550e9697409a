import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Agreement } from '../client/documents/agreement.ts'
import { HOME_PROJECTION_KEY, projectHome, readHomeProjection, starterProjection } from '../client/documents/home-projection.ts'
import { seedStarters } from '../client/documents/starters.ts'
import { starterTexts } from '../client/i18n/en/starters.ts'
import { filesReachedFrom } from './support/imports.ts'

test('[AGD6] the projection of a seeded agreement is the one shown before there is any, clause ids included', async () => {
  const doc = new Y.Doc()
  using agreement = new Agreement(doc)
  seedStarters(doc, starterTexts)
  expect(projectHome(agreement.snapshot())).toEqual(starterProjection(starterTexts))
  agreement.addClause('signal')
  agreement.textOf('starter-phrase-1', 'phrase')?.insert(0, 'Yes: ')
  const home = projectHome(agreement.snapshot())
  expect([home.signals.length, home.starters, home.phrases[0]], 'a signal without a word is still being written').toEqual([
    3,
    false,
    'Yes: I am here',
  ])
})

test('[AGD6] an agreement from which everything was taken out shows nothing, and does not call it starters', () => {
  const doc = new Y.Doc()
  using agreement = new Agreement(doc)
  seedStarters(doc, starterTexts)
  const { signals, activities, phrases, promises } = agreement.snapshot()
  for (const { id } of [...signals, ...activities, ...phrases, ...promises]) agreement.removeClause(id)
  expect(projectHome(agreement.snapshot())).toMatchObject({ signals: [], activities: [], phrases: [], starters: false })
})

test('[AGD6] what is read back is checked; nonsense in local storage is as nothing', async () => {
  const storage = new Map<string, unknown>()
  const session = { readLocal: async <T>(key: string) => storage.get(key) as T | undefined }
  expect(await readHomeProjection(session)).toBe(null)
  for (const nonsense of ['text', { signals: [] }, { ...starterProjection(starterTexts), signals: [{ word: '' }] }]) {
    storage.set(HOME_PROJECTION_KEY, nonsense)
    expect(await readHomeProjection(session)).toBe(null)
  }
  storage.set(HOME_PROJECTION_KEY, { ...starterProjection(starterTexts), newer: 'field' })
  expect(await readHomeProjection(session)).toEqual(starterProjection(starterTexts))
})

test('[AGD6] what the home screen reads brings no Yjs', () => {
  expect([...filesReachedFrom('client/documents/home-projection.ts')].filter(one => /yjs|y-|lib0/.test(one))).toEqual([])
  expect([...filesReachedFrom('client/documents/agreement.ts')], 'the same look finds it where it is').toContain('yjs')
})

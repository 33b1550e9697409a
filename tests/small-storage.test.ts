import { afterEach, expect, test, vi } from 'vitest'
import { ofTab } from '../client/shell/small-storage.ts'
import { tabName } from '../client/shell/tab-name.ts'

afterEach(() => vi.unstubAllGlobals())

const full = () => {
  throw new DOMException('full', 'QuotaExceededError')
}

test('[SCR18] what a full browser does not take holds for the page, over what it kept before, until there is room', () => {
  const kept = new Map([['name', 'before']])
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: full as (key: string, value: string) => void,
    removeItem: (key: string) => kept.delete(key),
  }
  vi.stubGlobal('sessionStorage', storage)
  expect(ofTab.read('name')).toBe('before')
  ofTab.write('name', 'now')
  ofTab.write('invite', 'secret')
  expect([ofTab.read('name'), ofTab.read('invite')]).toEqual(['now', 'secret'])
  ofTab.remove('name')
  expect(ofTab.read('name')).toBeNull()
  storage.setItem = (key, value) => void kept.set(key, value)
  ofTab.write('invite', 'kept')
  kept.delete('invite')
  expect(ofTab.read('invite'), 'the storage has the last word again').toBeNull()
})

test('[SCR18] where a browser denies its storage, all of it holds for the page', () => {
  vi.stubGlobal('sessionStorage', undefined)
  ofTab.write('invite', 'secret')
  expect(ofTab.read('invite')).toBe('secret')
  ofTab.remove('invite')
  expect(ofTab.read('invite')).toBeNull()
})

test('[SCR9] a page that goes keeps the name of its tab for the next one, and no more once one leaves by Exit', () => {
  vi.stubGlobal('sessionStorage', undefined)
  const heard = new Map<string, () => void>()
  vi.stubGlobal('addEventListener', (name: string, act: () => void) => heard.set(name, act))
  const name = tabName()
  heard.get('pagehide')?.()
  expect(ofTab.read('tab-name')).toBe(name)
  ofTab.clear()
  ofTab.write('holdfast.left', 'yes')
  heard.get('pagehide')?.()
  expect(ofTab.read('tab-name')).toBeNull()
})

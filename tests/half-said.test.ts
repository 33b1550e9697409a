import { expect, test } from 'vitest'
import { type HalfSaid, openHalfSaid } from '../client/features/agreement/half-said.ts'

/** What one device keeps for all of its tabs. Each read and write takes a turn, as in a browser. */
class Device {
  kept: unknown
  readonly readLocal = async <T>(): Promise<T | undefined> => structuredClone(this.kept) as T | undefined
  readonly writeLocal = async (_: string, value: unknown): Promise<void> => {
    await Promise.resolve()
    this.kept = structuredClone(value)
  }

  async open(tab: string): Promise<HalfSaid> {
    const opened = openHalfSaid(this, tab)
    await settled()
    return opened
  }
}

const settled = () => new Promise<void>(resolve => setImmediate(resolve))
const type = async (halfSaid: HalfSaid, about: string, text: string) => {
  for (let letters = 1; letters <= text.length; letters++) halfSaid.keep(about, text.slice(0, letters))
  await settled()
}

test('[AGS19] two tabs that write about different things, or about the same, keep both texts, each over a reload of its own', async () => {
  const device = new Device()
  const [one, other] = [await device.open('one'), await device.open('other')]
  await type(one, 'clause', 'How near?')
  await type(other, 'question', 'Because')
  await type(other, 'clause', 'How far?')
  await type(one, 'clause', 'How near is near?')
  const after = [await device.open('one'), await device.open('other')]
  expect(after.map(tab => tab.textOf('clause'))).toEqual(['How near is near?', 'How far?'])
  expect(after.map(tab => tab.textOf('question'))).toEqual(['Because', 'Because'])
  expect(after[0]?.found()?.get('clause')).toBe('How near is near?')
})

test('[AGS19] a new tab begins with the newest, which becomes its own; what is sent is gone, and what another tab wrote since is not', async () => {
  const device = new Device()
  const one = await device.open('one')
  await type(one, 'clause', 'How near')
  const later = await device.open('later')
  expect(later.textOf('clause')).toBe('How near')
  await type(later, 'clause', 'How near?')
  later.keep('clause', '')
  await settled()
  expect((await device.open('new')).found()).toBe(null)
  await type(one, 'clause', 'How near is it')
  expect((await device.open('new')).textOf('clause')).toBe('How near is it')
  // The other's text stays although this tab has sent its own.
  await type(later, 'clause', 'Something else')
  later.keep('clause', '')
  await settled()
  expect((await device.open('new')).textOf('clause')).toBe('How near is it')
})

test('[AGS19] typed before what is kept was read it is the newer, and nonsense or no storage keeps nobody from writing', async () => {
  const device = new Device()
  await type(await device.open('one'), 'clause', 'Before')
  const early = openHalfSaid(device, 'one')
  early.keep('clause', 'After')
  await settled()
  expect(early.textOf('clause')).toBe('After')
  expect((await device.open('one')).textOf('clause')).toBe('After')
  for (const nonsense of ['text', [['clause', 'of an earlier release']], [{ about: 1 }]]) {
    device.kept = nonsense
    const halfSaid = await device.open('one')
    expect(halfSaid.found()).toBe(null)
    await type(halfSaid, 'clause', 'Anew')
    expect((await device.open('one')).textOf('clause')).toBe('Anew')
  }
  const denied = { readLocal: () => Promise.reject(new Error('denied')), writeLocal: () => Promise.reject(new Error('denied')) }
  const without = openHalfSaid(denied, 'one')
  await type(without, 'clause', 'For this page')
  expect(without.textOf('clause')).toBe('For this page')
})

test('[AGS19] what is sent is forgotten only when it is kept elsewhere; what could not be kept, or was begun since, stays', async () => {
  const device = new Device()
  const one = await device.open('one')
  await type(one, 'clause', 'How near?')
  const isKept = Promise.withResolvers<void>()
  one.sent('clause', isKept.promise)
  await settled()
  expect(one.textOf('clause')).toBe('')
  expect((await device.open('one')).textOf('clause')).toBe('How near?')
  isKept.resolve()
  await settled()
  expect((await device.open('one')).found()).toBe(null)

  await type(one, 'clause', 'How far?')
  one.sent('clause', Promise.reject(new Error('there is no space on this device')))
  await settled()
  expect(one.textOf('clause')).toBe('How far?')
  expect((await device.open('one')).textOf('clause')).toBe('How far?')

  const later = Promise.withResolvers<void>()
  one.sent('clause', later.promise)
  await type(one, 'clause', 'And when?')
  later.resolve()
  await settled()
  expect((await device.open('one')).textOf('clause')).toBe('And when?')
})

import { expect, test } from 'vitest'
import { eventually } from '../support/browser.ts'
import { crisisLook } from '../support/crisis-look.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import { alertOn, deliveryOn, heading, key, openNow } from '../support/crisis-screens.ts'

const { bothOnNow } = crisisStage()

test('[SCS32] with a number kept, a signal that did not arrive offers a text with the agreed word and a call; without one it does not', async () => {
  const { jonas, mei, a, b } = await bothOnNow({ mei: { keepsApp: true } })
  await jonas.context.setOffline(true)
  await key(a, 'Send Anchor').click()
  await heading(a, 'Not there yet.').waitFor()
  expect(await a.getByRole('link', { name: /^(Text it|Call)$/ }).count()).toBe(0)

  await a.goto(new URL('/settings', a.url()).href)
  const region = a.getByRole('region', { name: 'If a signal does not arrive' })
  const field = region.getByRole('textbox', { name: "Jonas's phone number" })
  await field.fill('call me')
  await key(a, 'Keep the number').click()
  await region.getByText('That is no number a phone can call.', { exact: false }).waitFor()
  await field.fill('+49 (151) 234-567 89')
  await key(a, 'Keep the number').click()
  await region.getByText('+4915123456789').waitFor()

  // In this browser's storage it stands nowhere as it is, and after a reload without a network it is there.
  const stored = await a.evaluate(async () => {
    const found: string[] = []
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => resolve(opening.result)
        opening.onerror = () => reject(opening.error)
      })
      for (const store of database.objectStoreNames) {
        const [keys, values] = await Promise.all(
          (['getAllKeys', 'getAll'] as const).map(
            method =>
              new Promise<unknown>(resolve => {
                const asking = database.transaction(store).objectStore(store)[method]()
                asking.onsuccess = () => resolve(asking.result)
              }),
          ),
        )
        found.push(JSON.stringify([keys, values]))
      }
      database.close()
    }
    return [...found, JSON.stringify(localStorage)].join('\n')
  })
  expect(stored).not.toContain('15123456789')
  // The control: it is among what was looked through.
  expect(stored).toContain('partner-number')

  await a.goto(new URL('/signal', a.url()).href)
  await heading(a, 'Not there yet.').waitFor()
  await mei.context.setOffline(true)
  const text = a.getByRole('link', { name: 'Text it' })
  await text.waitFor()
  expect(await text.getAttribute('href')).toBe('sms:+4915123456789?&body=Anchor')
  expect(await a.getByRole('link', { name: 'Call' }).getAttribute('href')).toBe('tel:+4915123456789')
  expect(await crisisLook(a, 'not there, with a number')).toEqual([])

  await mei.context.setOffline(false)
  await jonas.context.setOffline(false)
  await alertOn(b).waitFor()
  await heading(a, 'Sent to Jonas.').waitFor()
  expect(await text.count()).toBe(0)
})

test('[SCS33] a test is called one on both phones, raises no alert, and its delivery is told', async () => {
  const { a, b } = await bothOnNow()
  await a.getByRole('link', { name: /Signals ready/ }).click()
  await heading(a, "Can signals reach Jonas's phone?").waitFor()
  expect(await crisisLook(a, 'test')).toEqual([])
  await a.getByRole('button', { name: /^Send a test/ }).click()
  const line = b.getByRole('status').filter({ hasText: 'Test. Mei tried whether signals get here.' })
  await line.waitFor()
  await heading(a, "The test is on Jonas's phone.").waitFor()
  expect(await deliveryOn(a)).toEqual(['Test sent', "On Jonas's phone"])
  expect(await alertOn(b).count()).toBe(0)
  expect(await b.title()).toBe('Holdfast')
  await line.getByRole('button', { name: 'Got it' }).click()
  await line.waitFor({ state: 'detached' })
  await b.reload()
  await key(b, 'Send Lighthouse').waitFor()
  expect(await line.count()).toBe(0)
  // Nothing of it stands among the signals of either.
  await a.goto(new URL('/signal', a.url()).href)
  await heading(a, 'Nothing sent today.').waitFor()

  // The control: a signal is another thing.
  await openNow(a)
  await key(a, 'Send Lighthouse').click()
  await alertOn(b).waitFor()
})

test('[SCS33] a test that does not arrive says so, and so does Now', async () => {
  const { jonas, a } = await bothOnNow()
  await jonas.context.setOffline(true)
  await a.goto(new URL('/signal?test', a.url()).href)
  await a.getByRole('button', { name: /^Send a test/ }).click()
  await heading(a, 'The test is not there yet.').waitFor()
  expect(await deliveryOn(a)).toEqual(['Test sent', "Not on Jonas's phone yet"])
  await key(a, 'Back to Now').click()
  await a.getByRole('status').filter({ hasText: "Can't reach Jonas's phone right now." }).waitFor()
})

test('[SCS34] held up, a signal keeps the screen awake, takes it up again after the page was away, and lets go on leaving', async () => {
  const { mei, a } = await bothOnNow({ mei: { keepsApp: true } })
  await a.evaluate(() => {
    const held: string[] = []
    Object.assign(window, { held })
    Object.defineProperty(navigator, 'wakeLock', {
      value: {
        request: async () => {
          held.push('held')
          return { release: async () => void held.push('let go') }
        },
      },
    })
  })
  const held = () => a.evaluate(() => Reflect.get(window, 'held'))
  await mei.context.setOffline(true)
  await key(a, 'Send Anchor').click()
  await heading(a, 'Not there yet.').waitFor()
  expect(await held()).toEqual([])
  await key(a, 'Show this screen').click()
  await heading(a, 'Anchor').waitFor()
  await eventually(held).toEqual(['held'])
  await a.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await eventually(held).toEqual(['held', 'held'])
  await key(a, 'Back').click()
  await heading(a, 'Not there yet.').waitFor()
  await eventually(held).toEqual(['held', 'held', 'let go'])
})

import { rm } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually, setOffline } from '../support/browser.ts'
import { crisisLook } from '../support/crisis-look.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import {
  alertOn,
  answerFirst,
  BACK_AT,
  backAt,
  backToNow,
  deliveryOn,
  heading,
  key,
  openNow,
  readAnswer,
} from '../support/crisis-screens.ts'
import { readyPhones } from '../support/ready-phones.ts'
import { spawnServer, temporaryFolder } from '../support/server.ts'

const { sameCouple, browser } = crisisStage({ still: true })

test('[SCS33] a test is called one on both phones, raises no alert, and its delivery is told; that it does not arrive, on Now too', async () => {
  const { jonas, a, b } = await sameCouple()
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

  await setOffline(jonas.context, true)
  await backToNow(a)
  await a.getByRole('link', { name: /Signals ready/ }).click()
  await a.getByRole('button', { name: /^Send another test/ }).click()
  await heading(a, 'The test is not there yet.').waitFor()
  expect(await deliveryOn(a)).toEqual(['Test sent', "Not on Jonas's phone yet"])
  await key(a, 'Back to Now').click()
  await a.getByRole('status').filter({ hasText: "Can't reach Jonas's phone right now." }).waitFor()

  // The control: a signal is another thing.
  await setOffline(jonas.context, false)
  await line.getByRole('button', { name: 'Got it' }).click()
  await key(a, 'Send Lighthouse').click()
  await alertOn(b).waitFor()
  await answerFirst(b)
  await readAnswer(a)
})

test('[SCS32] with a number kept, a signal that did not arrive offers a text with the agreed word and a call; without one it does not', async () => {
  const { jonas, mei, a, b } = await sameCouple()
  await setOffline(jonas.context, true)
  await key(a, 'Send Anchor').click()
  await heading(a, 'Not there yet.').waitFor()
  expect(await a.getByRole('link', { name: /^(Text it|Call)$/ }).count()).toBe(0)

  await a.getByRole('link', { name: 'Holdfast, now' }).click()
  await a.getByRole('link', { name: 'More' }).click()
  await a.getByRole('link', { name: 'Settings' }).click()
  const region = a.getByRole('region', { name: 'If a signal does not arrive' })
  const field = region.getByRole('textbox', { name: "Jonas's phone number" })
  await field.fill('call me')
  await key(a, 'Keep the number').click()
  await region.getByText('That is no number a phone can call.', { exact: false }).waitFor()
  await field.fill('+49 (151) 234-567 89')
  await key(a, 'Keep the number').click()
  await region.getByText('+4915123456789').waitFor()

  // In this browser's storage it stands nowhere as it is, and after a reload it is there.
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
  await setOffline(mei.context, true)
  const text = a.getByRole('link', { name: 'Text it' })
  await text.waitFor()
  expect(await text.getAttribute('href')).toBe('sms:+4915123456789?&body=Anchor')
  expect(await a.getByRole('link', { name: 'Call' }).getAttribute('href')).toBe('tel:+4915123456789')
  expect(await crisisLook(a, 'not there, with a number')).toEqual([])

  // What has not left this phone can be taken back, in sight and before what leads out of the app.
  await a.getByRole('link', { name: 'Holdfast, now' }).click()
  await key(a, 'Send Feather').click()
  await heading(a, 'Not there yet.').waitFor()
  const [back, out] = [await key(a, 'Take it back').boundingBox(), await text.boundingBox()]
  expect(back && out && back.y + back.height <= Math.min(844, out.y)).toBe(true)
  await key(a, 'Take it back').click()
  await heading(a, 'You took it back.').waitFor()

  await setOffline(mei.context, false)
  await setOffline(jonas.context, false)
  await alertOn(b).waitFor()
  await backToNow(a)
  await a.getByText('No answer yet.').waitFor()
  expect(await text.count()).toBe(0)
  await answerFirst(b)
  await a.getByRole('link', { name: /Jonas answered Anchor/ }).click()
  await readAnswer(a)
})

test('[SCS34] [SCS42] held up, a signal fills the screen with its words and its sender’s name and keeps it awake, again after the page was away; it tells of the answer, and Escape goes back and lets go', async () => {
  const { mei, a, b } = await sameCouple()
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
  await setOffline(mei.context, true)
  await key(a, 'Send Lighthouse').click()
  await heading(a, 'Not there yet.').waitFor()
  expect(await held()).toEqual([])
  await key(a, 'Show this screen').click()
  const word = heading(a, 'Lighthouse')
  await word.waitFor()
  await a.getByText('Mei', { exact: true }).waitFor()
  for (const [width, height, least] of [
    [390, 844, 60],
    [320, 640, 44],
  ] as const) {
    await a.setViewportSize({ width, height })
    expect(await word.evaluate(one => Number.parseFloat(getComputedStyle(one).fontSize))).toBeGreaterThan(least)
    const meaning = a.getByText("I'm flooded. Stay near.")
    expect(await meaning.evaluate(one => Number.parseFloat(getComputedStyle(one).fontSize))).toBeGreaterThan(30)
  }
  await eventually(held).toEqual(['held'])
  await a.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await eventually(held).toEqual(['held', 'held'])
  await setOffline(mei.context, false)
  await key(b, "I'm here. I'll stay near.").click()
  await a.getByRole('status').filter({ hasText: "Jonas answered. I'm here. I'll stay near." }).waitFor()
  await a.keyboard.press('Escape')
  await heading(a, 'Jonas answered.').waitFor()
  await eventually(held).toEqual(['held', 'held', 'let go'])
  await key(b, 'Done').click()
  await readAnswer(a)
})

/** What happened, by kinds, as the page's storage has it. */
const kindsOn = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>(resolve => {
        request.onsuccess = () => resolve(request.result)
      })
    const database = await done(indexedDB.open('holdfast-own'))
    const log: { event: { kind: string; step?: { kind: string } } }[] = await done(
      database.transaction('log').objectStore('log').getAll(),
    )
    database.close()
    return log.map(({ event }) => event.step?.kind ?? event.kind).filter(kind => kind !== 'received')
  })

test('[SCS37] the server hangs, dies and starts again around a signal, a pause and a return: the screens say the truth, and each goes out once', async () => {
  const dataDir = await temporaryFolder()
  const env = { HOLDFAST_PAUSE_FLOOR_SECONDS: '1' }
  let server = await spawnServer({ dataDir, env })
  await using stack = new AsyncDisposableStack()
  stack.defer(() => rm(dataDir, { recursive: true, force: true }))
  stack.defer(() => server[Symbol.asyncDispose]())
  const phones = stack.use(
    await readyPhones(browser(), server.url, {
      mei: { keepsApp: true, reducedMotion: true },
      jonas: { reducedMotion: true },
    }),
  )
  const [a, b] = [phones.mei.page, phones.jonas.page]
  await Promise.all([backToNow(a), openNow(b)])

  // It hangs: connections stand and nothing is answered.
  process.kill(server.pid, 'SIGSTOP')
  await key(a, 'Send Anchor').click()
  await heading(a, 'Not there yet.').waitFor()
  // [SES6] It went into a connection that stood: nobody here knows whether it left.
  expect(await deliveryOn(a)).toEqual(['Perhaps sent', "Not on Jonas's phone yet", 'No answer yet'])
  await key(a, 'Show this screen').click()
  await heading(a, 'Anchor').waitFor()
  await key(a, 'Back').click()

  await server.kill()
  await a.getByRole('link', { name: 'Holdfast, now' }).click()
  for (const page of [a, b]) await page.getByText('A signal is kept, and goes later.').waitFor()
  await key(a, 'Pause us now').click()
  const notThere = a.getByRole('status').filter({ hasText: "Not on Jonas's phone yet." })
  await notThere.waitFor()
  await key(a, 'Show this screen').waitFor()
  const named = await backAt(a)
  await key(a, "I'm back").click()
  const isBack = a.getByRole('status').filter({ hasText: 'You are back. Jonas, not yet.' })
  await isBack.waitFor()
  await notThere.waitFor()
  await a.reload()
  await isBack.waitFor()
  await notThere.waitFor()
  expect(await alertOn(b).count()).toBe(0)
  expect(await heading(b, BACK_AT).count()).toBe(0)

  server = await spawnServer({ dataDir, env: { ...env, HOLDFAST_PORT: String(server.port) } })
  // They would ask again by themselves, each in its own time.
  for (const page of [a, b]) await page.evaluate(() => void dispatchEvent(new Event('online')))
  // The signal is older than the pause.
  await b.getByRole('status').filter({ hasText: 'Mei sent Anchor.' }).getByRole('button', { name: 'See it' }).click()
  await alertOn(b).getByRole('heading', { name: 'Are we okay?' }).waitFor()
  await alertOn(b).getByRole('region', { name: 'Answer with one tap' }).getByRole('button').first().click()
  await key(b, 'Done').click()
  await b.getByRole('status').filter({ hasText: 'Mei is back. You, not yet.' }).waitFor()
  await notThere.waitFor({ state: 'detached' })
  await isBack.waitFor()
  expect(await backAt(a)).toBe(named)
  expect(await backAt(b)).toBe(named)
  await key(b, "I'm back").click()
  for (const page of [a, b]) await heading(page, "You're both back.").waitFor()
  for (const page of [a, b]) await eventually(() => kindsOn(page)).toEqual(['signal', 'start', 'return', 'answer', 'return'])
  expect([...phones.mei.faults, ...phones.jonas.faults]).toEqual([])
})

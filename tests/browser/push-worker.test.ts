import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { NOTHING_CHOSEN } from '../../client/push/choices.ts'
import { ENDPOINT } from '../../client/push/subscribe.ts'
import { eventually, launchBrowser } from '../support/browser.ts'
import { alertOn, answerFirst, backToNow, deliveryOn, heading, key, openNow, readAnswer } from '../support/crisis-screens.ts'
import { dump } from '../support/dump.ts'
import { ask } from '../support/http.ts'
import { choose, keepLocal, loggedOn, pushedPhone, tokenOn } from '../support/push-worker.ts'
import { type PushedServer, pushedServer, subscribe } from '../support/pushed-server.ts'
import { BLANK, readyPhones } from '../support/ready-phones.ts'

let server: PushedServer
let browser: Browser
beforeAll(async () => {
  server = await pushedServer()
  browser = await launchBrowser({ notifies: true })
})
afterAll(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

type ClosedPhone = Awaited<ReturnType<typeof closedPhone>>

/** A couple; Jonas's app is closed, and what is pushed to him can be handed to his service worker. Mei is on Now. */
const closedPhone = async () => {
  const phones = await readyPhones(browser, server.url, { mei: { reducedMotion: true }, jonas: { keepsApp: true } })
  const { mei, jonas } = phones
  await openNow(mei.page)
  const token = await tokenOn(jonas.page)
  const name = `jonas-${token}`
  await subscribe(server, token, name)
  await keepLocal(jonas.page, ENDPOINT, server.service.subscription(name).endpoint)
  const worker = await pushedPhone(jonas.context, new URL(server.url).origin)
  await jonas.page.close()
  const pushed = () => server.service.delivered.filter(({ to }) => to === name)
  /** The text of the push that comes of what is done, once the push service has it. */
  const pushOf = async (press: () => Promise<void>): Promise<string> => {
    const before = pushed().length
    await press()
    await server.service.until(() => pushed().length > before)
    return pushed()[before]?.text ?? ''
  }
  return {
    mei: mei.page,
    context: jonas.context,
    token,
    worker,
    pushOf,
    [Symbol.asyncDispose]: phones[Symbol.asyncDispose],
  }
}

let kept: ClosedPhone | null = null
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  await kept?.[Symbol.asyncDispose]()
  kept = null
})

/** The couple that goes from test to test, with nothing on the screen of Jonas's phone, and this chosen there. */
const samePhone = async (choices: object = NOTHING_CHOSEN): Promise<ClosedPhone> => {
  kept ??= await closedPhone()
  const page = await kept.context.newPage()
  await page.goto(server.url + BLANK)
  await choose(page, choices)
  await page.close()
  for (const { tag } of await kept.worker.onScreen()) await kept.worker.touch(tag, 'open')
  return kept
}

/** Mei sends one and the push service has it. */
const sends = ({ mei, pushOf }: Pick<ClosedPhone, 'mei' | 'pushOf'>): Promise<string> =>
  pushOf(() => key(mei, 'Send Lighthouse').click())

/** Of each that is on the screen its title, and whether it came without a sound. */
const shownBy = async ({ worker }: Pick<ClosedPhone, 'worker'>) =>
  (await worker.onScreen()).map(({ title, silent }) => ({ title, silent }))

test('[PSH20] [PSH22] [PSH23] a push to a closed app shows "Reminder" and no word of the couple, which is said to the sender with the device; "I am here" on it reaches the sender and opens nothing', async () => {
  const phone = await samePhone()
  const { mei, worker } = phone
  const text = await sends(phone)
  await heading(mei, 'Sent to Jonas.').waitFor()
  expect(await deliveryOn(mei)).not.toContain("On Jonas's phone")
  await worker.deliver(text)
  await eventually(async () => (await worker.onScreen()).map(({ title, body }) => [title, body])).toEqual([['Reminder', '']])
  const [shown] = await worker.onScreen()
  expect(shown).toMatchObject({ silent: false, actions: ['I am here', 'Open'] })
  expect(JSON.stringify(shown)).not.toMatch(/Lighthouse|Mei|flooded/)
  await eventually(() => deliveryOn(mei)).toEqual(['Sent', "On Jonas's phone", 'No answer yet'])
  await mei.getByText('Linux, Chrome').waitFor()

  expect(await worker.touch(shown?.tag ?? '', 'here')).toEqual([])
  await heading(mei, 'Jonas answered.').waitFor()
  await mei.getByText("I'm here.").waitFor()
  expect(await worker.onScreen()).toEqual([])
  await readAnswer(mei)
})

test('[PSH21] [PSH23] [PSH26] what nobody can read shows "Reminder" and has no receipt; an answer without a network is kept, says so, and is sent once by the next page; a signal stands until a page has the answer', async () => {
  const phone = await samePhone()
  const { mei, worker, context } = phone
  await worker.deliver('no JSON')
  await eventually(async () => (await worker.onScreen()).map(({ title }) => title)).toEqual(['Reminder'])
  const text = await sends(phone)
  await heading(mei, 'Sent to Jonas.').waitFor()
  await worker.deliver(JSON.stringify({ ...JSON.parse(text), space: crypto.randomUUID() }))
  await eventually(async () => (await worker.onScreen()).map(({ actions }) => actions)).toEqual([['Open']])
  await worker.deliver(text)
  await eventually(() => deliveryOn(mei)).toContain("On Jonas's phone")
  expect((await worker.onScreen()).length).toBe(2)

  const { tag } = (await worker.onScreen()).find(({ actions }) => actions.includes('I am here')) ?? {}
  await worker.setOffline(true)
  await worker.touch(tag ?? '', 'here')
  expect((await worker.onScreen()).find(one => one.tag === tag)).toMatchObject({
    title: 'Reminder',
    body: 'Not sent yet. It goes as soon as it can.',
    silent: true,
  })
  expect(await heading(mei, 'Jonas answered.').count()).toBe(0)
  await worker.setOffline(false)
  const page = await context.newPage()
  await page.goto(server.url)
  await heading(mei, 'Jonas answered.').waitFor()
  await page.close()

  await readAnswer(mei)
  const next = await sends(phone)
  await worker.deliver(next)
  const standing = async () => (await worker.onScreen()).filter(one => one.tag === JSON.parse(next).id).length
  await eventually(standing).toBe(1)
  const later = await context.newPage()
  await later.goto(server.url)
  await key(later, 'Coming. Five minutes.').waitFor()
  expect(await standing()).toBe(1)
  await key(later, 'Coming. Five minutes.').click()
  await eventually(standing).toBe(0)
  await readAnswer(mei)
  await later.close()
})

test('[PSH29] [OBX11] a signal pressed without a network goes once the network is back, the page closed and the clock set meanwhile, and once only', async () => {
  const { mei, worker, context } = await samePhone()
  const page = await context.newPage()
  await page.goto(server.url)
  await key(page, 'Send Lighthouse').waitFor()
  await subscribe(server, await tokenOn(mei), 'synced')
  const signals = () => (dump(server.file)['events'] ?? []).filter(row => row.includes('"kind":"signal"')).length
  const before = signals()
  await worker.setOffline(true)
  await key(page, 'Send Lighthouse').click()
  await heading(page, 'Not there yet.').waitFor()
  await eventually(() => worker.leftToSync()).toEqual(['send-outbox'])
  await page.close()
  expect(await alertOn(mei).count()).toBe(0)
  await worker.setOffline(false)
  const setBack = await worker.setClock(40 * 60_000)
  await worker.sync()
  // An alert, and no line that it came late.
  await alertOn(mei).getByText('Jonas sent Lighthouse').waitFor()
  await setBack()
  await worker.sync()
  const again = await context.newPage()
  await again.goto(new URL('/signal', server.url).href)
  await heading(again, 'Sent to Mei.').waitFor()
  await answerFirst(mei)
  await readAnswer(again)
  expect(signals()).toBe(before + 1)
  expect(server.service.delivered.filter(({ to }) => to === 'synced')).toHaveLength(1)
  await again.close()
})

test('[PSH20] [PSH21] with words chosen on this device, a push says who sent what; a take-back takes its place; the signal once more, or after it, rings no more', async () => {
  const phone = await samePhone({ ...NOTHING_CHOSEN, wording: 'words' })
  const { mei, worker } = phone
  const signal = await sends(phone)
  await worker.deliver(signal)
  await eventually(() => shownBy(phone)).toEqual([{ title: 'Mei sent “Lighthouse”', silent: false }])
  // One that is too long for a push says whose it is.
  const { event, ...place } = JSON.parse(signal)
  const { sealed: _, ...wordless } = { ...event, id: crypto.randomUUID() }
  await worker.deliver(JSON.stringify({ ...place, id: wordless.id, wordless }))
  const long = async () => (await worker.onScreen()).find(({ tag }) => tag === wordless.id)
  // Within three minutes of the first.
  await eventually(long).toMatchObject({ title: 'A signal from Mei', silent: true, actions: ['I am here', 'Open'] })

  const short = async () => (await shownBy(phone)).filter(({ title }) => title !== 'A signal from Mei')
  await worker.deliver(signal)
  await eventually(short).toEqual([{ title: 'Mei sent “Lighthouse”', silent: true }])
  const takeBack = await phone.pushOf(() => mei.getByRole('button', { name: /^Take it back/ }).click())
  await worker.deliver(takeBack)
  const tookBack = [{ title: 'Mei took it back', silent: true }]
  await eventually(short).toEqual(tookBack)
  await worker.deliver(signal)
  await worker.deliver(takeBack)
  await eventually(short).toEqual(tookBack)
  await backToNow(mei)
})

test('[PSH33] [PSH28] [PSH23] [PSH37] what was answered in a page or on another device, before its push or after, rings no more and leaves nothing there; "Open" on a signal leads to Now, and on a pause to the pause', async () => {
  const phone = await samePhone({ ...NOTHING_CHOSEN, wording: 'words' })
  const { mei, worker, context } = phone
  const page = await context.newPage()
  await page.goto(server.url)
  const answered = await sends(phone)
  await key(page, 'Coming. Five minutes.').waitFor()
  const answers = await loggedOn(page, 'answer')
  await key(page, 'Coming. Five minutes.').click()
  await heading(mei, 'Jonas answered.').waitFor()
  await eventually(() => loggedOn(page, 'answer')).toBe(answers + 1)
  // Its own log has it by now, and the outbox has not.
  await page.close()
  await worker.deliver(answered)
  await eventually(async () => (await worker.onScreen()).map(({ title, silent, actions }) => [title, silent, actions])).toEqual([
    ['Answered', true, ['Open']],
  ])
  await eventually(() => worker.onScreen()).toEqual([])

  await readAnswer(mei)
  // Kept back by the push service, while the log went on.
  const { event: past, ...where } = JSON.parse(answered)
  const old = { ...past, id: crypto.randomUUID(), seq: past.seq - 1, at: past.at - 32 * 60_000 }
  await worker.deliver(JSON.stringify({ ...where, id: old.id, seq: old.seq, event: old }))
  await eventually(() => shownBy(phone)).toEqual([{ title: 'A signal from Mei, earlier', silent: true }])
  await worker.touch(old.id, 'open')
  const signal = await sends(phone)
  await worker.deliver(signal)
  await eventually(async () => (await worker.onScreen()).length).toBe(1)
  expect(await worker.touch(JSON.parse(signal).id, 'open')).toEqual(['/'])
  await worker.deliver(signal)
  await eventually(async () => (await worker.onScreen()).length).toBe(1)
  const { event, ...place } = JSON.parse(signal)
  const seat = event.seat === 'a' ? 'b' : 'a'
  const id = crypto.randomUUID()
  const answer = { ...event, id, kind: 'answer', about: event.id, seat, seq: event.seq + 1 }
  await worker.deliver(JSON.stringify({ ...place, id, seq: answer.seq, event: answer }))
  await eventually(() => shownBy(phone)).toEqual([{ title: 'Answered on your other device', silent: true }])
  await eventually(() => worker.onScreen()).toEqual([])
  await worker.deliver(signal)
  await eventually(() => shownBy(phone)).toEqual([{ title: 'Reminder', silent: true }])
  await eventually(() => worker.onScreen()).toEqual([])

  await worker.deliver(await phone.pushOf(() => mei.getByRole('button', { name: /^Pause us now/ }).click()))
  await eventually(async () => (await worker.onScreen()).map(({ title }) => title)).toEqual([
    expect.stringMatching(/^Pause\. Back at \d{1,2}:\d\d\.$/),
  ])
  expect(await worker.touch('pause')).toEqual(['/pause'])
})

test('[PSH26] a worker whose browser changed the subscription tells the server, the app closed; and that there is none any more', async () => {
  const phone = await samePhone({ ...NOTHING_CHOSEN, wanted: true })
  const { worker, token } = phone
  const kept = async () => (await ask(server.url, '/api/push', { token })).body
  const { vapidKey } = await kept()
  const { endpoint, p256dh, auth } = server.service.subscription('changed')
  const keys = await worker.changeSubscription({ endpoint, keys: { p256dh, auth } })
  expect(keys.map(key => Buffer.from(key, 'base64').toString('base64url'))).toEqual([vapidKey])
  expect((await kept()).endpoint).toBe(endpoint)
  // The person took permission back in the browser's own settings.
  await worker.changeSubscription(null)
  expect((await kept()).endpoint).toBeNull()
})

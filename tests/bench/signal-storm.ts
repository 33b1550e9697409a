/**
 * Signals between two real pages on an evening of broken connections (tests/support/faulty-proxy.ts), in real time: the sender's page
 * is loaded anew for each press, now and then in the middle of one, and the receiver's page is closed without a word. Counts the alerts
 * that were shown. Run after a build: `node tests/bench/signal-storm.ts [signals] [seed]`.
 */
import { rm } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { launchBrowser } from '../support/browser.ts'
import { alertOn, key } from '../support/crisis-screens.ts'
import { startFaultyProxy } from '../support/faulty-proxy.ts'
import { readyPhones } from '../support/ready-phones.ts'
import { spawnServer, temporaryFolder } from '../support/server.ts'

const signals = Number(process.argv[2] ?? 60)
const seed = Number(process.argv[3] ?? 1)
const CUT_SHORT_EVERY = 7
const KILL_EVERY = 3
/** What a page that was just closed is in the middle of is given up after so long, ms. */
const SOON = { timeout: 5_000 }

/** The ids of all signals that the page's storage has, in the order of its log; what its outbox still has comes last. */
const signalsOn = (page: Page): Promise<{ log: string[]; outbox: string[] }> =>
  page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const database = await done(indexedDB.open('holdfast-own'))
    const read = async (store: string) => {
      const all: { event: { id: string; kind: string } }[] = await done(database.transaction(store).objectStore(store).getAll())
      return all.flatMap(({ event }) => (event.kind === 'signal' ? [event.id] : []))
    }
    const found = { log: await read('log'), outbox: await read('outbox') }
    database.close()
    return found
  })

const began = performance.now()
const dataDir = await temporaryFolder()
const server = await spawnServer({ dataDir })
let isStormy = false
const senders = await startFaultyProxy(server.url, seed, () => isStormy)
const receivers = await startFaultyProxy(server.url, seed + 1, () => isStormy)
const browser = await launchBrowser()
const phones = await readyPhones(browser, senders.url, {
  jonasUrl: receivers.url,
  mei: { keepsApp: true },
  jonas: { keepsApp: true },
})
let [a, b] = [phones.mei.page, phones.jonas.page]
const seen = { alerts: 0, answered: 0, kills: 0, killedInAlert: 0, cutShort: 0 }
await phones.jonas.context.exposeBinding('alertShown', () => {
  seen.alerts += 1
})
await phones.jonas.context.addInitScript(() => {
  const known = new WeakSet<Element>()
  new MutationObserver(() => {
    for (const region of document.querySelectorAll('[role="alertdialog"] h1')) {
      const alert = region.closest('[role="alertdialog"]')
      if (!alert || known.has(alert) || !/ sent /.test(alert.textContent ?? '')) continue
      known.add(alert)
      Reflect.get(window, 'alertShown')()
    }
  }).observe(document, { childList: true, subtree: true })
})
await b.reload()
isStormy = true

/** Until the page is there, however often its connection says nothing. */
const openReceiver = async (): Promise<void> => {
  const opened = await b.goto(receivers.url, { waitUntil: 'commit', ...SOON }).catch(() => null)
  if (!opened) await openReceiver()
}

/** Answers what comes, and has its page killed before an answer or after it. */
const receive = async (isOver: () => boolean): Promise<void> => {
  for (let turn = 1; !isOver(); turn += 1) {
    try {
      await alertOn(b).waitFor(SOON)
      if (turn % KILL_EVERY === 0) {
        seen.kills += 1
        seen.killedInAlert += 1
        await b.close()
        b = await phones.jonas.context.newPage()
        await openReceiver()
        continue
      }
      await alertOn(b).getByRole('region', { name: 'Answer with one tap' }).getByRole('button').first().click(SOON)
      seen.answered += 1
      await key(b, 'Done').click(SOON)
    } catch (fault) {
      if (!(fault instanceof Error && fault.name === 'TimeoutError')) throw fault
    }
  }
}

let isOver = false
const receiving = receive(() => isOver)
for (let press = 1; press <= signals; press += 1) {
  await a.goto(senders.url, { waitUntil: 'commit' })
  await key(a, 'Send Anchor').click()
  if (press % CUT_SHORT_EVERY === 0) seen.cutShort += 1
  else await a.waitForURL('**/signal')
}
const pressedIn = Math.round((performance.now() - began) / 1000)
const whole = signals - seen.cutShort
for (let there = 0; there < whole; there = (await signalsOn(a)).log.length) await a.waitForTimeout(1_000)
while ((await signalsOn(a)).outbox.length > 0) await a.waitForTimeout(500)
const sent = (await signalsOn(a)).log
while ((await signalsOn(b)).log.length < sent.length || (await alertOn(b).count()) > 0) await a.waitForTimeout(1_000)
isOver = true
await receiving
const received = (await signalsOn(b)).log
const last = { ...seen }
await b.reload()
await key(b, 'Send Anchor').waitFor()

console.log(`${signals} presses in ${pressedIn} s, all there after ${Math.round((performance.now() - began) / 1000)} s`)
console.log(`connections of both: ${JSON.stringify([senders.had(), receivers.had()])}`)
console.log(`${JSON.stringify(seen)}; new alerts after a last reload: ${seen.alerts - last.alerts}`)
console.log(`in the sender's log ${sent.length}, each once: ${new Set(sent).size === sent.length}; at least ${whole} were to be`)
console.log(`in the receiver's log ${received.length}, the same: ${received.join() === sent.join()}`)
console.log(
  `alerts beyond one for each signal and each killed page: ${Math.max(0, last.alerts - sent.length - last.killedInAlert)}`,
)
await phones[Symbol.asyncDispose]()
await browser.close()
await senders[Symbol.asyncDispose]()
await receivers[Symbol.asyncDispose]()
await server.kill()
await rm(dataDir, { recursive: true, force: true })

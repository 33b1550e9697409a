import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually, setOffline } from '../support/browser.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import { alertOn, answerFirst, BACK_AT, heading, key, openNow, readAnswer } from '../support/crisis-screens.ts'
import { goTo, openDrill, practiceOn, saysPractice } from '../support/drill-phones.ts'
import { stubPush, UNASKED } from '../support/push-browser.ts'

const { time, bothOnNow, sameCouple } = crisisStage({
  pageClocks: true,
  still: true,
  couple: { mei: { keepsApp: true }, jonas: { keepsApp: true } },
})

test('[DRL14] Now suggests a drill once: put away, it does not come back, and after a drill there is nothing to suggest', async () => {
  const { a, b } = await sameCouple()
  const suggestion = a.getByRole('link', { name: /^Try it once together/ })
  // Notifications are offered before it.
  for (const page of [a, b]) {
    await stubPush(page, UNASKED)
    await page.reload()
    await key(page, 'Not now').click()
  }
  await suggestion.waitFor()
  await key(a, 'Not again').click()
  await suggestion.waitFor({ state: 'detached' })
  await a.reload()
  await a.getByRole('link', { name: /^Make these your own/ }).waitFor()
  expect(await suggestion.count()).toBe(0)
  await b.getByRole('link', { name: /^Try it once together/ }).click()
  await key(b, 'Ask Mei to practise').click()
  await key(b, 'Stop practice').click()
  await heading(b, 'You stopped the practice.').waitFor()
  await openNow(b)
  await b.getByRole('link', { name: /^Make these your own/ }).waitFor()
})

test('[DRL7] [DRL8] [DRL12] [DRL13] both go through all of it; each screen says that it is practice, a reload of either phone comes back to it, no real signal or pause is made, and each device lists what it can do', async () => {
  const { a, b } = await sameCouple()
  let [next, other] = [b, a]
  await goTo('done', { a, b, time }, async ({ mei, jonas }) => {
    await Promise.all([saysPractice(a), saysPractice(b)])
    for (const page of [a, b]) expect(await alertOn(page).count()).toBe(0)
    // At each step one of them, by turns.
    await next.reload()
    ;[next, other] = [other, next]
    await Promise.all([heading(a, mei).waitFor(), heading(b, jonas).waitFor()])
  })
  await a.getByText('Jonas says').waitFor()
  for (const page of [a, b]) {
    await page.getByText('The practice signal got through: Yes').waitFor()
    await page.getByText('It opens without a network: Yes').waitFor()
    await page.getByText('It is reached while the app is closed: No').waitFor()
  }
  await key(b, 'Ring the bell').click()
  await key(b, 'I heard it').click()
  await b.getByText('It makes itself heard: Yes').waitFor()
  const told = a.getByRole('list').filter({ hasText: 'Heard: Yes' })
  await told.waitFor()
  expect(await told.getByRole('listitem').allTextContents()).toEqual([
    'Got through: Yes',
    'Heard: Yes',
    'While closed: No',
    'Without a network: Yes',
  ])
  // What is not known is not claimed: nobody was asked here yet.
  await a.getByText('It makes itself heard: Not known').waitFor()
  for (const page of [a, b]) {
    await key(page, 'Back to Now').click()
    await key(page, 'Send Lighthouse').waitFor()
    expect(await page.title()).toBe('Holdfast')
    // The control: what is no practice says so in none of the three ways.
    expect(await practiceOn(page)).toEqual({ words: false, title: false, stripes: false })
    await page.goto(new URL('/signal', page.url()).href)
    await heading(page, 'Nothing sent today.').waitFor()
  }
  // The control: what is meant makes a signal.
  await toNow(a)
  await key(a, 'Send Lighthouse').click()
  await alertOn(b).waitFor()
  await answerFirst(b)
  await readAnswer(a)
})

/** From the screen one is on, by its link. */
const toNow = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Holdfast, now' }).click()
  await key(page, 'Send Lighthouse').waitFor()
}

test('[DRL10] [DRL9] [DRL3] "Not now" is told, and both may ask again; a step without a network goes on here at once, and there when it is back; a real signal ends it, over the screen of practice', async () => {
  const { a, b, jonas } = await sameCouple()
  await goTo('invited', { a, b, time })
  await key(b, 'Not now').click()
  await heading(a, 'Jonas would rather practise another day.').waitFor()
  await key(b, 'Practise again').click()
  await heading(a, 'Jonas would like to practise.').waitFor()
  await key(a, 'Not now').click()
  await heading(b, 'Mei would rather practise another day.').waitFor()

  await goTo('answer', { a, b, time })
  await setOffline(jonas.context, true)
  await key(b, 'Coming. Five minutes.').click()
  await heading(b, 'You answered.').waitFor()
  await b.getByText('Not connected. What was pressed goes as soon as it can.').waitFor()
  await heading(a, 'The practice signal is sent.').waitFor()
  await setOffline(jonas.context, false)
  await heading(a, 'Jonas answered.').waitFor()
  await a.getByText('Coming. Five minutes.').waitFor()

  await toNow(a)
  await key(a, 'Send Lighthouse').click()
  await alertOn(b).getByText('Mei sent Lighthouse').waitFor()
  expect(await alertOn(b).innerText()).not.toContain('Practice')
  await eventually(() => b.title()).toBe('(1) Holdfast')
  await alertOn(b).getByRole('button', { name: "I'm here. I'll stay near." }).click()
  await heading(a, 'Jonas answered.').waitFor()
  await eventually(() => b.title()).toBe('Holdfast')
  await key(b, 'Done').click()
  // The control: it stood over practice.
  await eventually(() => b.title()).toBe('Practice · Holdfast')
  await openDrill(b)
  await heading(b, 'The practice is over. A real signal was sent.').waitFor()
  expect(await key(b, 'Practise again').count()).toBe(0)
  await readAnswer(a)
  await time.forward(31 * 60_000, a, b)
  await toNow(b)
  await openDrill(b)
  await key(b, 'Practise again').waitFor()
})

test('[DRL10] [DRL13] [DRL9] who waits is told and may stop, whether the other left, lost the network or shut the page; nothing unknown is claimed; a real pause ends it, in its practice pause too', async () => {
  // Of their own: these phones do not keep the app.
  const { a, b, jonas } = await bothOnNow()
  await goTo('answer', { a, b, time })
  await toNow(b)
  await b.getByText('Practice. It is your turn.').waitFor()
  await setOffline(jonas.context, true)
  await time.forward(25_000, a)
  await a.getByText('Nothing from Jonas yet.').waitFor()
  await key(a, 'Stop practice').click()
  await heading(a, 'You stopped the practice.').waitFor()
  // The other finds out when it is back, and nothing runs on there.
  await setOffline(jonas.context, false)
  await b.getByText('Practice. It is your turn.').waitFor({ state: 'detached' })
  await openDrill(b)
  await heading(b, 'Mei stopped the practice.').waitFor()

  // A device whose app is not kept, and a signal that nobody saw to be through.
  await goTo('signal', { a, b, time })
  await setOffline(jonas.context, true)
  await key(a, 'Practise Lighthouse').click()
  await a.getByText("Not on Jonas's phone yet.").waitFor()
  await key(a, 'Stop practice').click()
  await a.getByText('The practice signal got through: No').waitFor()
  await setOffline(jonas.context, false)
  await heading(b, 'Mei stopped the practice.').waitFor()
  await b.getByText('It opens without a network: No').waitFor()

  await goTo('paused', { a, b, time })
  await toNow(b)
  await key(b, 'Pause us now').click()
  for (const page of [a, b]) await heading(page, BACK_AT).waitFor()
  await openDrill(a)
  await heading(a, 'The practice is over. A real pause began.').waitFor()
  await key(a, 'To the pause').or(key(a, 'Back to Now')).first().waitFor()
  expect(await key(a, 'Stop practice').count()).toBe(0)
})

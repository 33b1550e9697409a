import { expect, test } from 'vitest'
import { crisisStage } from '../support/crisis-phones.ts'
import { alertOn, atEach, bothComeBack, heading, key } from '../support/crisis-screens.ts'
import { look, tooWide } from '../support/look.ts'

const { time, bothOnNow } = crisisStage({ pageClocks: true, still: true })

test('[SCS9] on Help a waiting signal and a waiting phrase stand one below the other', async () => {
  const { a, b } = await bothOnNow()
  await key(a, 'Pause us now').click()
  await bothComeBack(time, a, b)
  await b.getByRole('link', { name: 'Help' }).click()
  await heading(b, 'Help').waitFor()
  await key(a, 'We are okay').click()
  await key(a, 'Done').click()
  await key(a, 'Send Lighthouse').click()

  const line = (text: RegExp) => b.getByRole('status').filter({ hasText: text })
  const [phrase, signal] = [line(/^Mei said something/), line(/^Mei sent Lighthouse\. It is waiting for you\./)]
  await signal.waitFor()
  await phrase.waitFor()
  const boxOf = async (of: typeof signal) => (await of.boundingBox()) ?? { y: Number.NaN, height: 0 }
  const phones = [
    { width: 320, height: 640 },
    { width: 390, height: 844 },
  ]
  const wide = await atEach(b, phones, async ({ height }) => {
    for (const top of [0, 100_000]) {
      await b.evaluate(y => scrollTo(0, y), top)
      const [first, second] = [await boxOf(phrase), await boxOf(signal)]
      expect(first.y + first.height).toBeLessThanOrEqual(second.y)
      expect(second.y + second.height).toBeLessThanOrEqual(height)
    }
    return tooWide(b)
  })
  expect(wide.flat()).toEqual([])
  expect(await look(b)).toEqual([])
  await signal.getByRole('button', { name: 'See it' }).click()
  await alertOn(b).last().getByRole('heading', { name: "I'm flooded. Stay near." }).waitFor()
})

import { expect, test } from 'vitest'
import { WorkBeside, workLimits } from '../server/transport/documents-work.ts'
import { type Share, WorkShares } from '../server/transport/work-shares.ts'

/** Who is served, one second of work each, when eight spaces of a stranger ask all the time and a couple once. */
const served = (shares: Pick<WorkShares, 'take' | 'spend'>): string[] => {
  const waiting: Share[] = Array.from({ length: 32 }, (_, at) => ({ owner: `stranger ${at % 8}`, size: 8_000_000 }))
  const order: string[] = []
  for (let turn = 0; turn < 40; turn++) {
    if (turn === 10) waiting.push({ owner: 'couple', size: 130_000 })
    const now = turn * 1_000
    const next = shares.take(waiting, now)
    if (!next) break
    shares.spend(next.owner, 1_000, now)
    order.push(next.owner)
    if (next.owner !== 'couple') waiting.push(next)
  }
  return order
}

test('[DOC20] a couple that asks once is served next, however much a stranger waits for in however many rooms', () => {
  expect(served(new WorkShares()).indexOf('couple')).toBe(10)
  // The control: in the order of asking.
  const inOrder = { take: <W>(waiting: W[]) => waiting.shift(), spend: () => undefined }
  expect(served(inOrder).indexOf('couple')).toBe(-1)
})

test('[DOC20] those who ask alike have their turns alike, and what was long ago weighs nothing', () => {
  const shares = new WorkShares()
  const turns = served(shares).filter(owner => owner !== 'couple')
  for (let space = 0; space < 8; space++) {
    expect(turns.filter(owner => owner === `stranger ${space}`).length).toBeGreaterThanOrEqual(4)
  }
  const later = 3_600_000
  const waiting: Share[] = [
    { owner: 'new', size: 200_000 },
    { owner: 'stranger 0', size: 100_000 },
  ]
  expect(shares.take(waiting, later)?.owner).toBe('stranger 0')
  expect(shares.take([], later)).toBeUndefined()
})

test('[DOC20] beside the loop the one who had least of it goes before all that wait for another', async () => {
  await using beside = new WorkBeside({ ...workLimits, atOnceBytes: 0 })
  const order: string[] = []
  const ask = async (document: string, rows: number) => {
    await beside.run(
      document,
      'summarise',
      Array.from({ length: rows }, () => Uint8Array.of(0, 0)),
    )
    order.push(document)
  }
  await ask('stranger/a.0', 1)
  await Promise.all([ask('stranger/b.0', 3), ask('stranger/c.0', 3), ask('stranger/d.0', 3), ask('couple/a.0', 1)])
  expect(order.indexOf('couple/a.0')).toBeLessThan(order.indexOf('stranger/d.0'))
})

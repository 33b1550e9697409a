import { expect, test } from 'vitest'
import { titleOf } from '../client/shell/page-title.ts'

const marked = (name: string) => `(1) ${name}`
const covered = (name: string) => name
const practised = (name: string) => `Practice · ${name}`

test('[DRL9] [SCS30] a title never calls practice what is real, in whatever order things come and go, and is as before in the end', () => {
  const says = { waits: marked, covered, practice: practised } as const
  const orders = (['waits', 'covered', 'practice'] as const).flatMap((one, _, all) => {
    const [two, three] = all.filter(other => other !== one)
    return two && three
      ? ([
          [one, two, three],
          [one, three, two],
        ] as const)
      : []
  })
  expect(orders).toHaveLength(6)
  for (const come of orders)
    for (const go of orders) {
      const page = { title: 'Holdfast' }
      const say = titleOf(() => page)
      const there = new Set<keyof typeof says>()
      const expected = () =>
        there.has('waits') ? '(1) Holdfast' : there.has('covered') || !there.has('practice') ? 'Holdfast' : 'Practice · Holdfast'
      const taken = new Map<string, () => void>()
      for (const what of come) {
        taken.set(what, say(what, says[what]))
        there.add(what)
        expect(page.title, `${[...there]} came`).toBe(expected())
      }
      for (const what of go) {
        taken.get(what)?.()
        there.delete(what)
        expect(page.title, `${[...there]} left of ${come}`).toBe(expected())
      }
    }
})

test('[SCS30] another name that is chosen meanwhile stays, and what was said anew is taken away by its own end alone', () => {
  const page = { title: 'Holdfast' }
  const say = titleOf(() => page)
  const first = say('waits', marked)
  const second = say('waits', name => `(2) ${name}`)
  first()
  expect(page.title).toBe('(2) Holdfast')
  page.title = 'List'
  second()
  expect(page.title).toBe('List')
  const [practice, under, over] = [say('practice', practised), say('covered', covered), say('covered', name => name)]
  over()
  expect(page.title, 'one more is under it').toBe('List')
  under()
  expect(page.title).toBe('Practice · List')
  practice()
  expect(page.title).toBe('List')
})

import { expect, test } from 'vitest'
import { eventId } from './support/log.ts'
import { asked, recorded, replied, settled } from './support/statements.ts'

test('[QST1] a question is asked on a clause, replied to by both, and settled by either', () => {
  const record = recorded(
    asked('a', 'p', 'What does near mean?'),
    asked('b', 'q', 'Always?'),
    replied('b', eventId(1), 'In the same room.'),
    replied('a', eventId(1), 'Yes.'),
    replied('a', eventId(99), 'To nothing.'),
    settled('a', eventId(1)),
    settled('b', eventId(1)),
    settled('b', eventId(3)),
  )
  expect(record.questionsOf('p')).toMatchObject({
    open: [],
    settled: [
      {
        id: eventId(1),
        seat: 'a',
        text: 'What does near mean?',
        settledBy: 'a',
        replies: [
          { seat: 'b', text: 'In the same room.' },
          { seat: 'a', text: 'Yes.' },
        ],
        earlier: 0,
      },
    ],
    earlier: 0,
  })
  expect(record.questionsOf('q')).toMatchObject({ open: [{ seat: 'b', settledBy: null, replies: [] }], settled: [] })
  expect(record.questionsOf('r')).toEqual({ open: [], settled: [], earlier: 0 })
})

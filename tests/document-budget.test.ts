import { expect, test } from 'vitest'
import { SeatBudgets } from '../server/transport/documents-budget.ts'

const MB = 1_048_576
const anna = { spaceId: 'space', seat: 'a' }
const ben = { spaceId: 'space', seat: 'b' }

/** What one gets through in a minute who sends as much as is taken, and opens another socket when one is used up. */
const floodOf = (open: (now: number) => { allow(bytes: number, now: number): boolean }): number => {
  let through = 0
  for (let now = 0; now < 60_000; now += 250) {
    const socket = open(now)
    while (socket.allow(MB, now)) through += MB
  }
  return through
}

test('[DOC15] what a seat has used up on one socket it does not have again on the next', () => {
  const seats = new SeatBudgets()
  expect(floodOf(now => seats.open(anna, now))).toBeLessThan(300 * MB)
  // The control: as if each socket were another seat's.
  let count = 0
  expect(floodOf(now => seats.open({ spaceId: 'control', seat: `${count++}` }, now))).toBeGreaterThan(5_000 * MB)
})

test('[DOC15] a seat takes nothing of the other’s, a socket not all of its seat’s, and time gives it back', () => {
  const seats = new SeatBudgets()
  const socket = seats.open(anna, 0)
  while (socket.allow(MB, 0));
  expect(seats.open(anna, 0).allow(MB, 0)).toBe(true)
  expect(seats.open(ben, 0).allow(MB, 0)).toBe(true)
  expect(socket.allow(MB, 10_000)).toBe(true)
})

test('[DOC15] what it makes the server do counts for its socket and its seat', () => {
  const seats = new SeatBudgets()
  const first = seats.open(anna, 0)
  first.charge(1_000 * MB)
  expect(first.allow(1, 0)).toBe(false)
  expect(seats.open(anna, 0).allow(1, 0)).toBe(false)
  expect(seats.open(ben, 0).allow(1, 0)).toBe(true)
})

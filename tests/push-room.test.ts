import { expect, test } from 'vitest'
import { PushRoom } from '../server/features/push-room.ts'

const place = (pushId: number, domain: string, spaceId: string, deviceId: string) => ({ pushId, domain, spaceId, deviceId })

test('[PSH10] each device, couple and push service has its share, all have one together, and who leaves makes room', () => {
  const room = new PushRoom({ all: 5, perDomain: 3, perSpace: 2, perDevice: 1 })
  const taken = [
    room.take(place(1, 'one.example', 's1', 'd1')),
    room.take(place(1, 'one.example', 's1', 'd1')),
    room.take(place(2, 'one.example', 's1', 'd1')),
    room.take(place(3, 'one.example', 's1', 'd2')),
    room.take(place(4, 'two.example', 's1', 'd3')),
    room.take(place(5, 'one.example', 's2', 'd4')),
    room.take(place(6, 'one.example', 's3', 'd5')),
    room.take(place(7, 'two.example', 's3', 'd6')),
    room.take(place(8, 'two.example', 's4', 'd7')),
    room.take(place(9, 'two.example', 's5', 'd8')),
  ]
  expect(taken).toEqual([true, false, false, true, false, true, false, true, true, false])
  expect([room.size, room.isFull()]).toEqual([5, true])
  expect(room.full()).toMatchObject({ domains: ['one.example'], spaces: ['s1'], underWay: [1, 3, 5, 7, 8] })
  room.leave(place(1, 'one.example', 's1', 'd1'))
  room.leave(place(1, 'one.example', 's1', 'd1'))
  expect(room.size).toBe(4)
  expect(room.full()).toMatchObject({ domains: [], spaces: [] })
  expect(room.take(place(6, 'one.example', 's3', 'd5'))).toBe(true)
})

import { expect, test } from 'vitest'
import { covers } from '../client/sync/kept.ts'
import type { DeviceId, Seat } from '../shared/ids.ts'
import { type MemoryRest, memoryRest } from './support/memory-rest.ts'
import { ownedDocumentClock } from './support/owned-document-clock.ts'
import { startCouple } from './support/sealed-couple.ts'
import type { SealedDevice } from './support/sealed-device.ts'

/** What Anna is shown once she has heard from Ben, who has seen her words but whose storage has not written them. */
const shownBeforeWritten = async (rest: MemoryRest): Promise<string> => {
  await using couple = await startCouple()
  const [clock, bensClock] = [ownedDocumentClock(), ownedDocumentClock()]
  await using anna = couple.anna({ clock })
  await using laptop = await couple.further('a')
  await using ben = couple.ben({ rest, clock: bensClock })
  await ben.document.whenLoaded
  rest.hold()
  anna.type('for two')
  await ben.until(() => ben.words() === 'for two')
  await laptop.until(() => laptop.document.status().saved === 'kept')
  await anna.until(() => anna.document.status().saved === 'kept')
  // Anna asks and moves, then Ben answers and moves: when a move is here, whatever was said before it is here.
  anna.document.awareness.setLocalStateField('field', 'asks')
  clock.advance(2_000)
  await ben.until(() => fieldOf(ben, 'a') === 'asks')
  ben.document.awareness.setLocalStateField('field', 'answers')
  bensClock.advance(2_000)
  await anna.until(() => fieldOf(anna, 'b') === 'answers')
  const shown = anna.document.status().saved
  rest.release()
  const told = anna.until(() => anna.document.status().saved === 'both')
  await ben.until(() => covers(clocksOf(ben.rest), clocksOf(anna.rest)))
  bensClock.advance(2_000)
  await told
  return shown
}
const fieldOf = (device: SealedDevice, seat: Seat): unknown =>
  [...device.document.awareness.getStates().values()].find(state => state['user']?.seat === seat && state['field'])?.['field']
const clocksOf = (rest: MemoryRest) => new Map([...rest.outer.store.clients].map(([client, structs]) => [client, structs.length]))

test('[SEA6] both is said only when a device of the other seat has it in its own storage, and then it is', async () => {
  expect(await shownBeforeWritten(memoryRest())).toBe('kept')
  expect(await shownBeforeWritten(memoryRest('too soon')), 'a device that claims before it has written is found out').toBe('both')
})

test('[SEA6] both stays true without a network and after a reload; the next letter ends it', async () => {
  await using couple = await startCouple()
  const rest = memoryRest()
  {
    await using anna = couple.anna({ rest })
    await using ben = couple.ben()
    anna.type('for two')
    await ben.until(() => ben.words() === 'for two')
    await anna.until(() => anna.document.status().saved === 'both')
  }
  await using again = couple.anna({ rest, url: 'http://127.0.0.1:9' })
  await again.document.whenLoaded
  await again.until(() => again.document.status().connection === 'offline')
  expect([again.words(), again.document.status().saved]).toEqual(['for two', 'both'])
  again.type('!')
  expect(again.document.status().saved).not.toBe('both')
  await again.until(() => again.document.status().saved === 'here')
})

test('[SEA6] what a device held that is the partner’s no more counts no longer, after a reload too', async () => {
  await using couple = await startCouple()
  const [bens, another] = [couple.couple.b.deviceId, couple.couple.a.deviceId]
  const rest = memoryRest()
  const reload = async (partner: DeviceId[]) => {
    await using anna = couple.anna({ rest, url: 'http://127.0.0.1:9' })
    anna.document.partnerIs(partner)
    await anna.document.whenLoaded
    await anna.until(() => anna.document.status().connection === 'offline')
    return anna.document.status().saved
  }
  {
    await using anna = couple.anna({ rest })
    anna.document.partnerIs([bens])
    await using ben = couple.ben()
    anna.type('for two')
    await ben.until(() => ben.words() === 'for two')
    await anna.until(() => anna.document.status().saved === 'both')
  }
  expect(await reload([bens]), 'the control').toBe('both')
  expect(await reload([bens, another]), 'a further device').toBe('both')
  expect(await reload([another]), 'who joined since').toBe('kept')
  await using anna = couple.anna({ rest })
  anna.document.partnerIs([bens])
  await anna.until(() => anna.document.status().saved === 'both')
  anna.document.partnerIs([])
  expect(anna.document.status().saved).toBe('kept')
  await using ben = couple.ben()
  await ben.until(() => ben.words() === 'for two')
  ben.document.awareness.setLocalStateField('field', 'here')
  await anna.until(() => fieldOf(anna, 'b') === 'here')
  expect(anna.document.status().saved, 'nobody’s page says it').toBe('kept')
  anna.document.partnerIs([bens])
  await anna.until(() => anna.document.status().saved === 'both')
})

test('[SEA6] what was taken from this device under the page is on both no longer', async () => {
  await using couple = await startCouple()
  await using anna = couple.anna()
  await using ben = couple.ben()
  anna.type('for two')
  await anna.until(() => anna.document.status().saved === 'both')
  await ben.until(() => ben.document.status().saved === 'both')
  anna.rest.clear()
  await anna.until(() => anna.document.status().saved === 'kept')
  anna.document.setOffline(true)
  anna.type('!')
  await anna.until(() => anna.document.status().saved === 'page')
})

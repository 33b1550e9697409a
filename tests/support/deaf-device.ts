import { openRaw, type RawRelay } from './raw-relay.ts'
import { connectClient } from './relay-client.ts'
import { largest } from './relay-events.ts'
import type { Couple } from './relay-server.ts'

/** How often a deaf device asks for the whole log. */
export const ASKED = 30

/** A device of `b` that asks again and again for a long log and reads nothing of it, while its partner is answered. */
export const deafDevice = async (url: string, couple: Couple): Promise<RawRelay> => {
  await using a = await connectClient(url, couple.a)
  await Promise.all(Array.from({ length: 200 }, () => a.send(largest())))
  const raw = await openRaw(url)
  await raw.introduce(couple.b)
  raw.socket.pause()
  for (let i = 0; i < ASKED; i++) raw.socket.send(`42${i}["since",0]`)
  for (let i = 0; i < ASKED; i++) if (!(await a.since(0)).ok) throw new Error('the partner was not answered')
  return raw
}

/** How many of its questions it has read an answer to. */
export const answersTo = (raw: RawRelay): number => raw.frames.filter(frame => frame.startsWith('43')).length

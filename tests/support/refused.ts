import { expect } from 'vitest'
import { type Dump, dump } from './dump.ts'
import type { Answer } from './http.ts'
import type { TestServer } from './server.ts'

/** Asks, expects exactly this refusal, and that no row of any table of the server changed. */
export const refusedBy =
  (server: () => TestServer) =>
  async (asked: () => Promise<Answer>, status: number, body: object): Promise<void> => {
    const before: Dump = dump(server().file)
    const answer = await asked()
    expect({ status: answer.status, body: answer.body }).toEqual({ status, body: { ok: false, ...body } })
    expect(dump(server().file)).toEqual(before)
  }

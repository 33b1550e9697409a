import { afterAll, beforeAll } from 'vitest'
import type { Session } from '../../client/sync/session.ts'
import { startTestServer, type TestServer } from './server.ts'
import { movedClock, openCouple, until } from './sessions.ts'

/** A server for the tests of one file, and couples on it, all of whose time only the test moves. */
export const movedServer = () => {
  const clock = movedClock()
  let started: TestServer
  beforeAll(async () => {
    started = await startTestServer({ now: clock.now })
  })
  afterAll(() => started[Symbol.asyncDispose]())
  const server = {
    get url() {
      return started.url
    },
  }
  const couple = () => openCouple(server.url, { a: { deviceNow: clock.now }, b: { deviceNow: clock.now } })
  return { clock, server, couple }
}

/** The pause that this device is in, once the server has it. */
export const paused = (session: Session) =>
  until(session, ({ pause }) => !pause.unconfirmed && pause.state.kind === 'paused' && pause.state)

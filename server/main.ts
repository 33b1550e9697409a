import { BadSetting, onOneLine, readConfig } from './config.ts'
import { createLog, faultOf } from './log.ts'
import { type RunningServer, startServer } from './server.ts'
import { welcome } from './welcome.ts'

/** A stop that takes longer is not waited for, ms. What was acknowledged is on disk at any moment. */
const STOP_WITHIN_MS = 8_000

let starting: Promise<RunningServer> | undefined
let stopping = false

const stop = async (): Promise<void> => {
  if (stopping) process.exit(1)
  stopping = true
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
  const server = await starting
  await server?.[Symbol.asyncDispose]()
  process.exit(0)
}

const start = async (): Promise<void> => {
  const config = readConfig(process.env)
  const log = createLog(config.log)
  // After a fault nobody foresaw, memory may be wrong and the disk is right: end at once, so that a restart begins from the disk.
  const endAt = (error: unknown): void => {
    log.fatal(faultOf(error), 'unexpected fault, ending')
    process.exit(1)
  }
  process.on('uncaughtException', endAt)
  process.on('unhandledRejection', endAt)
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  starting = startServer(config, { log })
  process.stdout.write(`${welcome(await starting, config)}\n`)
}

try {
  await start()
} catch (error) {
  const reason = error instanceof Error ? error.message : 'unknown fault'
  process.stderr.write(error instanceof BadSetting ? `${reason}\n` : `Holdfast cannot start: ${onOneLine(reason)}\n`)
  process.exit(1)
}

import { type DestinationStream, pino } from 'pino'
import type { LogLevel } from './config.ts'

export type Logger = import('pino').Logger

/** One JSON line per entry, without process or host names. Nothing a person wrote, no token, no id of a person goes in. */
export const createLog = (level: LogLevel, destination?: DestinationStream): Logger =>
  destination ? pino({ level, base: null }, destination) : pino({ level, base: null })

/**
 * What may be logged of an unexpected error: its type, its code, and where it arose. Not its message, since libraries quote
 * their input in it; a database's message names tables and columns only, so it is kept.
 */
export const faultOf = (error: unknown): Record<string, unknown> => {
  if (!(error instanceof Error)) return { type: typeof error }
  const frames = error.stack?.split('\n').filter(line => /^\s+at /.test(line))
  return {
    type: error.name,
    ...('code' in error && { code: error.code }),
    ...('errcode' in error && { errcode: error.errcode, message: error.message }),
    at: frames?.slice(0, 8).map(line => line.trim()),
    ...(error.cause !== undefined && { cause: faultOf(error.cause) }),
  }
}

import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import { type ErrorCode, refuse } from '../../shared/errors.ts'
import type { Fanout } from '../fanout/fanout.ts'
import type { Limits } from '../limits.ts'
import { faultOf, type Logger } from '../log.ts'
import { NotStored, type Store } from '../storage/store.ts'
import { type EventRouteParts, eventRoute } from './event-route.ts'
import { healthRoutes } from './health.ts'
import type { OriginCheck } from './origin.ts'
import { type PushRouteParts, pushRoutes } from './push-routes.ts'
import { answerRefusal } from './refusals.ts'
import { logRequests } from './request-log.ts'
import { securityHeaders } from './security-headers.ts'
import { spaceRoutes } from './spaces.ts'
import { clientFiles } from './static.ts'

export interface HttpParts extends EventRouteParts, PushRouteParts {
  store: Store
  fanout: Fanout
  now: () => number
  log: Logger
  origin: OriginCheck
  limits: Limits
  /** The built client's folder. */
  clientFolder: string
  /** Pages are reached over https: here, or at a proxy in front. */
  secure: boolean
  /** True once the server is on its way down. */
  stopping: () => boolean
}

/** The most a request's body may hold, bytes. */
export const MAX_BODY_BYTES = 65_536

/** Everything over HTTP but the sockets: the API, health, and the client's files. */
export const httpApp = (parts: HttpParts): Express => {
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', false)
  // Only a proxy on this machine may say whom it speaks for.
  app.set('trust proxy', 'loopback')
  app.use(logRequests(parts.log), securityHeaders(parts.secure), healthRoutes(parts))
  app.use('/api', refuseWhileStopping(parts), refuseForeign(parts.origin), jsonBody)
  app.use('/api', spaceRoutes(parts), pushRoutes(parts), eventRoute(parts), notFound)
  app.use(clientFiles(parts.clientFolder))
  app.use(notFound)
  app.use(answerFault(parts.log))
  return app
}

const jsonBody = express.json({ limit: MAX_BODY_BYTES, inflate: false })

const refuseWhileStopping =
  ({ stopping }: HttpParts) =>
  (_request: Request, response: Response, next: NextFunction) => {
    if (!stopping()) return next()
    response.set('Connection', 'close')
    answerRefusal(response, refuse('stopping'))
  }

/** Requests that change nothing may come from anywhere: without the token, which no foreign page has, they tell nothing. */
const refuseForeign = (origin: OriginCheck) => (request: Request, response: Response, next: NextFunction) => {
  const harmless = request.method === 'GET' || request.method === 'HEAD'
  if (harmless || origin(request.headers.origin, request.headers.host)) return next()
  answerRefusal(response, refuse('foreign-origin'))
}

const notFound = (_request: Request, response: Response) => answerRefusal(response, refuse('not-found'))

/** Express knows an error handler by its four parameters. */
const answerFault = (log: Logger) => (error: unknown, _request: Request, response: Response, next: NextFunction) => {
  const code = codeOfFault(error)
  if (code === undefined) log.error(faultOf(error), 'a request failed unexpectedly')
  if (error instanceof NotStored) log.error(faultOf(error), 'the store could not keep a request')
  if (response.headersSent) return next(error)
  answerRefusal(response, refuse(code ?? 'not-stored', code === 'bad-request' ? { detail: 'body' } : {}))
}

/** What a request itself is to blame for, by the status its parser chose; undefined for a fault of ours. */
const codeOfFault = (error: unknown): ErrorCode | undefined => {
  if (error instanceof NotStored) return 'not-stored'
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined
  if (error.status === 413) return 'too-large'
  if (error.status === 404) return 'not-found'
  return error.status >= 400 && error.status < 500 ? 'bad-request' : undefined
}

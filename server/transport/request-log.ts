import type { NextFunction, Request, Response } from 'express'
import type { Logger } from '../log.ts'

/** Method, route pattern, status and duration (ms) of each request. Never an address, a body, a token, a query or an id. */
export const logRequests = (log: Logger) => (request: Request, response: Response, next: NextFunction) => {
  const startedAt = performance.now()
  response.once('close', () => {
    const ms = Math.round(performance.now() - startedAt)
    const status = response.writableFinished ? response.statusCode : 'aborted'
    const entry = { method: knownMethod(request.method), route: patternOf(request), status, ms }
    if (response.statusCode >= 500) log.warn(entry, 'request')
    else if (request.route === undefined) log.debug(entry, 'request')
    else log.info(entry, 'request')
  })
  next()
}

const patternOf = (request: Request): string => {
  const path: unknown = request.route?.path
  return typeof path === 'string' ? `${request.baseUrl}${path}` : 'other'
}

const knownMethod = (method: string): string => (/^(GET|HEAD|POST|PUT|DELETE|OPTIONS)$/.test(method) ? method : 'other')

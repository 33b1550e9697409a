import type { IncomingMessage } from 'node:http'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import helmet from 'helmet'

const HALF_A_YEAR_S = 180 * 86_400

/**
 * Only our own files, our own sockets, and frames of our own pages (`/both-sides`). Styles may be inline, since the editor and
 * the plots inject theirs. Nothing is upgraded to https on plain http: that blanks pages in a home network.
 */
export const securityHeaders = (secure: boolean): RequestHandler => {
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        connectSrc: ["'self'", request => socketsOf(request, secure)],
        fontSrc: ["'self'", 'data:'],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
        frameSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        workerSrc: ["'self'"],
      },
    },
    // Browsers ignore these two on plain http, and say so in the console of every page.
    crossOriginOpenerPolicy: secure,
    originAgentCluster: secure,
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: false,
  })
  return (request: Request, response: Response, next: NextFunction) => {
    response.set('Permissions-Policy', 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()')
    if (secure && hostNameOf(request) !== 'localhost')
      // On localhost it would bind every other program of this machine to https.
      response.set('Strict-Transport-Security', `max-age=${HALF_A_YEAR_S}`)
    headers(request, response, next)
  }
}

const hostOf = (request: IncomingMessage): string | undefined => {
  const host = request.headers.host
  return host !== undefined && /^[A-Za-z0-9.:[\]-]+$/.test(host) ? host : undefined
}

const hostNameOf = (request: IncomingMessage): string | undefined => hostOf(request)?.replace(/:\d+$/, '')

/** Some browsers do not count web sockets of the same host as `'self'`. */
const socketsOf = (request: IncomingMessage, secure: boolean): string => {
  const host = hostOf(request)
  return host === undefined ? "'self'" : `${secure ? 'wss' : 'ws'}://${host}`
}

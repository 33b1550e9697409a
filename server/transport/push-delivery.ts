import { request } from 'node:https'
import { isIP } from 'node:net'
import { rootCertificates } from 'node:tls'
import webPush from 'web-push'
import type { VapidKeys } from '../features/push-keys.ts'
import { type Outcome, readRetryAfter } from '../features/push-outcome.ts'
import type { Letter, PushParts } from '../features/pushes.ts'
import { allowedLookup, isAllowedEndpoint, NoAllowedAddress, type PushPlaces } from './push-address.ts'

export interface DeliveryParts {
  keys: VapidKeys
  /** Whom a push service may turn to: `https:` or `mailto:` (RFC 8292). */
  contact: string
  places: PushPlaces
  now: () => number
  /** A try that takes longer has failed, ms. */
  withinMs?: number
}

const WITHIN_MS = 10_000
/** The most that an answer's head may hold, bytes. Its body is never read. */
const MAX_HEAD_BYTES = 8_192

export const makeVapidKeys = (): VapidKeys => webPush.generateVAPIDKeys()

/**
 * Seals a message for a device's browser (RFC 8291), says who sends it (RFC 8292) and hands it to the push service. One request,
 * to an allowed address, without redirects; of the answer only its status and `Retry-After` are read.
 */
export const pushDelivery = (parts: DeliveryParts): PushParts['deliver'] => {
  const { places, withinMs = WITHIN_MS } = parts
  const lookup = allowedLookup(places)
  const trusted = places.kind === 'test' ? { ca: [...rootCertificates, places.ca] } : {}
  return async (letter, stop) => {
    if (!isAllowedEndpoint(letter.endpoint, places)) return { kind: 'not-allowed' }
    const sealed = seal(letter, parts)
    if (!sealed) return { kind: 'unsealable' }
    const { hostname, port, pathname, search } = new URL(letter.endpoint)
    const { promise, resolve } = Promise.withResolvers<Outcome>()
    const late = AbortSignal.timeout(withinMs)
    const options = {
      method: 'POST',
      hostname,
      port: port || 443,
      path: `${pathname}${search}`,
      headers: sealed.headers,
      lookup,
      agent: false as const,
      maxHeaderSize: MAX_HEAD_BYTES,
      signal: AbortSignal.any([stop, late]),
      ...(isIP(hostname) === 0 && { servername: hostname }),
      ...trusted,
    }
    const sending = request(options, response => {
      const retryAfterMs = readRetryAfter(response.headers['retry-after'], parts.now())
      resolve({ kind: 'answered', status: response.statusCode ?? 0, retryAfterMs })
      response.destroy()
    })
    sending.on('error', error => resolve({ kind: failureOf(error, stop) }))
    sending.end(sealed.body)
    return promise
  }
}

const failureOf = (error: Error, stop: AbortSignal): 'unreachable' | 'not-allowed' | 'cut-off' => {
  if (error instanceof NoAllowedAddress) return 'not-allowed'
  return stop.aborted ? 'cut-off' : 'unreachable'
}

/** Undefined for keys that nothing can be sealed for. */
const seal = (letter: Letter, { keys, contact }: DeliveryParts) => {
  const { endpoint, p256dh, auth, message, topic, ttlSeconds } = letter
  try {
    return webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, Buffer.from(message), {
      vapidDetails: { subject: contact, ...keys },
      TTL: ttlSeconds,
      urgency: 'high',
      topic,
    })
  } catch {
    return undefined
  }
}

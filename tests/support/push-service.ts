import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PushMessage, type PushSubscription } from '../../shared/push.ts'
import { makeCertificate } from './certificate.ts'
import { type BrowserKeys, newBrowserKeys, openPush } from './push-sealing.ts'

/** One request as it reached the push service, and what the browser makes of it. */
export interface Delivered {
  to: string
  headers: IncomingHttpHeaders
  body: Buffer
  /** The whole text, with its blanks. */
  text: string
  message: PushMessage
}

/** `hang` never answers; `endless` answers 201 with a body that does not end. */
export type PushAnswer = 'hang' | 'endless' | { status: number; headers?: Record<string, string> }

export interface PushService extends AsyncDisposable {
  url: string
  /** The certificate by which its https is trusted. */
  ca: string
  /** A browser's subscription here, under a path of that name. */
  subscription(name: string): PushSubscription
  /** Everything that came in, in order, whatever was answered. */
  delivered: Delivered[]
  /** What a name is answered; 201 where nothing is said. */
  answers: Map<string, PushAnswer | ((count: number) => PushAnswer)>
  /** Requests to paths that no browser has. */
  strays: string[]
  /** Of whom something came that their browser could not open. */
  unopened: string[]
  /** How many requests came in whole. */
  readonly asked: number
  /** How many of the endless answers were cut off by who was to read them. */
  readonly cutOff: number
  until(condition: () => boolean): Promise<void>
}

const tryToOpen = (keys: BrowserKeys, body: Buffer): string | null => {
  try {
    return openPush(keys, body).toString()
  } catch {
    return null
  }
}

/** A push service on this machine, over https with a certificate of its own; it also opens what it is given, as browsers would. */
export const startPushService = async (): Promise<PushService> => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-push-'))
  const files = makeCertificate(folder, 'push-service')
  const browsers = new Map<string, BrowserKeys>()
  const waiting = new Set<() => void>()
  const delivered: Delivered[] = []
  const strays: string[] = []
  const unopened: string[] = []
  const answers: PushService['answers'] = new Map()
  let asked = 0
  let cutOff = 0
  const look = (): void => {
    for (const one of [...waiting]) one()
  }
  const answer = (name: string, response: ServerResponse): void => {
    const said = answers.get(name) ?? { status: 201 }
    const count = delivered.filter(({ to }) => to === name).length
    const now = typeof said === 'function' ? said(count) : said
    if (now === 'hang') return
    if (now !== 'endless') response.writeHead(now.status, now.headers).end()
    else endless(response.writeHead(201))
  }
  const endless = (response: ServerResponse): void => {
    const more = (): void => {
      while (response.write(Buffer.alloc(65_536)));
    }
    response.on('drain', more).once('close', () => {
      cutOff += 1
      look()
    })
    more()
  }
  const take = (request: IncomingMessage, body: Buffer, response: ServerResponse): void => {
    asked += 1
    const name = (request.url ?? '').replace(/^\/to\//, '')
    const keys = browsers.get(name)
    if (!keys) {
      strays.push(request.url ?? '')
      response.writeHead(404).end()
      look()
      return
    }
    const text = tryToOpen(keys, body)
    if (text === null) unopened.push(name)
    else delivered.push({ to: name, headers: request.headers, body, text, message: PushMessage.parse(JSON.parse(text)) })
    answer(name, response)
    look()
  }
  const server = createServer({ cert: readFileSync(files.cert), key: readFileSync(files.key) }, (request, response) => {
    const parts: Buffer[] = []
    request.on('data', part => parts.push(part))
    request.on('end', () => take(request, Buffer.concat(parts), response))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    ca: files.cert,
    subscription: name => {
      const keys = browsers.get(name) ?? newBrowserKeys()
      browsers.set(name, keys)
      const p256dh = keys.ecdh.getPublicKey().toString('base64url')
      return { endpoint: `${url}/to/${name}`, p256dh, auth: keys.auth.toString('base64url') }
    },
    delivered,
    answers,
    strays,
    unopened,
    get asked() {
      return asked
    },
    get cutOff() {
      return cutOff
    },
    until: condition =>
      new Promise(resolve => {
        const one = (): void => {
          if (!condition()) return
          waiting.delete(one)
          resolve()
        }
        waiting.add(one)
        one()
      }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

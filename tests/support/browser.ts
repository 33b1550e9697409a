import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'

declare global {
  /** On a phone's pages: its connections to the server. */
  var openSockets: Set<WebSocket> & { isEnding: boolean }
}

const chromiumPath = process.env['HOLDFAST_CHROMIUM'] ?? '/usr/bin/chromium'
const shellPath = process.env['HOLDFAST_HEADLESS_SHELL']

/**
 * What a window brings along and no page needs: the two pages behind its address bar cost more than opening a phone does. Named
 * last, this list stands in place of the driver's own, so that what is needed of that is named again.
 */
const withoutFeatures = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'SpareRendererForSitePerProcess',
  'ThirdPartyStoragePartitioning',
]
const args = [
  `--disable-features=${withoutFeatures.join(',')}`,
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Real Chromium, headless, with a fresh profile: its build without windows where there is one, which takes a quarter less of the
 * machine. `notifies`: what it shows outside its pages is asked for, and that build has none of it. `localName`: another name for
 * this machine, as one beside it would call it.
 */
export const launchBrowser = async ({
  notifies = false,
  localName = '',
}: {
  notifies?: boolean
  localName?: string
} = {}): Promise<Browser> => {
  const executablePath = notifies || !shellPath ? chromiumPath : shellPath
  if (!existsSync(executablePath)) throw new Error(`no Chromium at ${executablePath}: set HOLDFAST_CHROMIUM`)
  // A context's own zone reaches only half of a service worker.
  const rules = localName ? [`--host-resolver-rules=MAP ${localName} 127.0.0.1`] : []
  return chromium.launch({
    executablePath,
    args: [...args, ...rules],
    headless: true,
    env: { ...process.env, TZ: morningZone() },
  })
}

export interface Phone extends AsyncDisposable {
  context: BrowserContext
  page: Page
  /** Errors a person would never see: CSP violations, uncaught errors, requests to anyone but the server. Must stay empty. */
  faults: string[]
}

export interface PhoneOptions {
  width?: number
  height?: number
  dark?: boolean
  reducedMotion?: boolean
  /** The app's own files may be kept on the phone, so that it loads without a network. It costs a second of the machine. */
  keepsApp?: boolean
}

/** Where it is between ten and eleven now, so that no pause of a test goes past midnight and none begins the next day. */
const morningZone = (): string => {
  const ahead = ((46 - new Date().getUTCHours()) % 24) - 12
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
}

/** A partner's phone: a browser context with its own storage, opened at `url`. */
export const openPhone = async (browser: Browser, url: string, options: PhoneOptions = {}): Promise<Phone> => {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 390, height: options.height ?? 844 },
    colorScheme: options.dark ? 'dark' : 'light',
    reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference',
    locale: 'en-GB',
    timezoneId: morningZone(),
    hasTouch: true,
    serviceWorkers: options.keepsApp ? 'allow' : 'block',
  })
  const page = await context.newPage()
  const faults: string[] = []
  const origin = new URL(url).origin
  await context.addInitScript(() => {
    globalThis.openSockets = Object.assign(new Set<WebSocket>(), { isEnding: false })
    globalThis.WebSocket = new Proxy(WebSocket, {
      construct: (Socket, [url, protocols]) => {
        const socket = new Socket(url, protocols)
        if (openSockets.isEnding) socket.close()
        openSockets.add(socket)
        socket.addEventListener('close', () => openSockets.delete(socket))
        return socket
      },
    })
    // What React could mend by drawing once more is told as such; why it had to is in the cause.
    addEventListener('error', ({ error }) => {
      if (error?.cause) console.error(`uncaught, by cause: ${error.cause.stack}`)
    })
    addEventListener('securitypolicyviolation', event =>
      console.error(`CSP violation: ${event.violatedDirective} ${event.blockedURI}`),
    )
  })
  page.on('pageerror', error => faults.push(`uncaught: ${error.message}`))
  page.on('console', message => {
    if (message.type() === 'error' && /CSP violation|Content Security Policy|^uncaught/.test(message.text()))
      faults.push(message.text())
  })
  context.on('request', request => {
    const target = request.url()
    if (/^(data|blob|about):/.test(target)) return
    if (new URL(target).host !== new URL(origin).host) faults.push(`third-party request: ${new URL(target).host}`)
  })
  await page.goto(url)
  return { context, page, faults, [Symbol.asyncDispose]: () => context.close() }
}

/**
 * Takes a phone's network from it, or gives it back. Its sockets end first: one that is written to while Chromium plays being
 * offline keeps a whole processor busy, and the two phones of a test have two.
 */
export const setOffline = async (context: BrowserContext, offline: boolean): Promise<void> => {
  await Promise.all(context.pages().map(page => page.evaluate(endSockets, offline)))
  await context.setOffline(offline)
}

const endSockets = async (offline: boolean): Promise<void> => {
  openSockets.isEnding = offline
  const ended = [...(offline ? openSockets : [])].map(socket => {
    const { promise, resolve } = Promise.withResolvers<void>()
    socket.addEventListener('close', () => resolve())
    socket.close()
    return promise
  })
  await Promise.all(ended)
}

/** Looks again until it is so, as over the network; the machine may be busy. */
export const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read)

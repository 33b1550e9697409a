import { incoming } from './en/incoming.ts'
import { now } from './en/now.ts'
import { shell } from './en/shell.ts'

/** At hand from the first moment: home, and whatever may come over any screen. */
const atOnce = { incoming, now, shell }

/** Texts of pages that come late, loaded with them. One line per feature. */
const late = {
  agreement: async () => (await import('./en/agreement.ts')).agreement,
  along: async () => (await import('./en/along.ts')).along,
  body: async () => (await import('./en/body.ts')).body,
  bothSides: async () => (await import('./en/both-sides.ts')).bothSides,
  cards: async () => (await import('./en/cards.ts')).cards,
  drafting: async () => (await import('./en/drafting.ts')).drafting,
  drill: async () => (await import('./en/drill.ts')).drill,
  help: async () => (await import('./en/help.ts')).help,
  notices: async () => (await import('./en/notices.ts')).notices,
  pause: async () => (await import('./en/pause.ts')).pause,
  pairing: async () => (await import('./en/pairing.ts')).pairing,
  places: async () => (await import('./en/places.ts')).places,
  repair: async () => (await import('./en/repair.ts')).repair,
  said: async () => (await import('./en/said.ts')).said,
  signal: async () => (await import('./en/signal.ts')).signal,
  settings: async () => (await import('./en/settings.ts')).settings,
}

type AtOnce = typeof atOnce
type Late = typeof late
export type LateNamespace = keyof Late
export type Namespace = keyof AtOnce | LateNamespace
export type TextsOf<N extends Namespace> = N extends keyof AtOnce
  ? AtOnce[N]
  : N extends LateNamespace
    ? Awaited<ReturnType<Late[N]>>
    : never

const loaded = new Map<Namespace, object>(Object.entries(atOnce) as [keyof AtOnce, object][])
const loading = new Map<LateNamespace, Promise<object>>()

const isLate = (namespace: Namespace): namespace is LateNamespace => namespace in late

/** The texts, or a promise of them: the same one each time. */
export const textsOf = (namespace: Namespace): object | Promise<object> => {
  const texts = loaded.get(namespace)
  if (texts) return texts
  return isLate(namespace) ? loadTexts(namespace) : {}
}

/** Brings the texts of a late page, together with its code. Rejects without a network; asked again, it tries again. */
export const loadTexts = (namespace: LateNamespace): Promise<object> => {
  const running = loading.get(namespace)
  if (running) return running
  const promise = late[namespace]().then(texts => {
    loaded.set(namespace, texts)
    return texts
  })
  loading.set(namespace, promise)
  promise.catch(() => loading.delete(namespace))
  return promise
}

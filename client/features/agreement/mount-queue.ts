/** What can be opened as an editor when it is worth it, and be a plain text otherwise. */
export interface Openable {
  readonly host: Element
  readonly isOpen: boolean
  /** Whoever writes here keeps their editor. */
  readonly isFocused: boolean
  /** `whenAll`: keeps what puts it on the page until others are made, too. A new one looks at the whole page, which must not have changed. */
  open(whenAll?: (put: () => void) => void): void
  close(): void
}

/** As many editors cost nothing that anybody would notice: an agreement of an ordinary length is editors throughout. */
const MOST_OPEN = 120
/** Editors open this far above and below the window, in parts of its height. */
const NEAR = '75% 0px'
/** A frame is given so much to opening editors, ms: the page goes on answering. */
const PER_FRAME_MS = 5

/**
 * Which texts of a page are editors: those near the window, and all of them where they are few. One that is opened by its
 * reader's focus does not wait for this.
 */
export class MountQueue {
  /** By the card they stand in: that is what is looked at, since a browser looks at every target in every frame. */
  readonly #places = new Map<Element, Set<Openable>>()
  readonly #cards = new Map<Openable, Element>()
  readonly #near = new Set<Openable>()
  readonly #open = new Set<Openable>()
  #observer: IntersectionObserver | null = null
  #frame = 0
  #idle = 0

  add(place: Openable): void {
    const card = place.host.closest('[role="group"]') ?? place.host
    const mates = this.#places.get(card)
    this.#cards.set(place, card)
    this.#places.set(card, (mates ?? new Set()).add(place))
    this.#observer ??= new IntersectionObserver(entries => this.#seen(entries), { root: document, rootMargin: NEAR })
    // Looked at anew, so that what joins a card that is there already is told too.
    if (mates) this.#observer.unobserve(card)
    this.#observer.observe(card)
    this.#openRestSoon()
  }

  remove(place: Openable): void {
    this.#near.delete(place)
    this.#open.delete(place)
    const card = this.#cards.get(place)
    this.#cards.delete(place)
    const mates = card && this.#places.get(card)
    mates?.delete(place)
    if (!card || mates?.size !== 0) return
    this.#places.delete(card)
    this.#observer?.unobserve(card)
  }

  /** It was opened at once. */
  opened(place: Openable): void {
    this.#open.add(place)
  }

  #seen(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      for (const place of this.#places.get(target) ?? [])
        if (isIntersecting) this.#near.add(place)
        else this.#near.delete(place)
    }
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#openNear)
  }

  readonly #openNear = () => {
    this.#frame = 0
    const until = performance.now() + PER_FRAME_MS
    const isAll = this.#openSome(this.#near, () => performance.now() < until)
    if (!isAll) {
      this.#frame = requestAnimationFrame(this.#openNear)
      return
    }
    this.#closeFar()
    this.#openRestSoon()
  }

  /** One at least, and on for as long as there is time. Whether that was all. */
  #openSome(places: Iterable<Openable>, isTime: () => boolean): boolean {
    const made: (() => void)[] = []
    let isAll = true
    for (const place of places) {
      if (place.isOpen) continue
      place.open(put => made.push(put))
      if (place.isOpen) this.#open.add(place)
      isAll = isTime()
      if (!isAll) break
    }
    for (const put of made) put()
    return isAll
  }

  #closeFar(): void {
    for (const place of this.#open) {
      if (this.#open.size <= MOST_OPEN) return
      if (this.#near.has(place) || place.isFocused) continue
      place.close()
      this.#open.delete(place)
    }
  }

  #openRestSoon(): void {
    if (this.#idle === 0 && this.#cards.size <= MOST_OPEN) this.#idle = whenIdle(this.#openRest)
  }

  readonly #openRest = (left: () => number) => {
    this.#idle = 0
    if (this.#cards.size > MOST_OPEN) return
    if (!this.#openSome(this.#cards.keys(), () => left() > 0)) this.#openRestSoon()
  }
}

/** Safari has no idle callbacks. */
const whenIdle = (run: (left: () => number) => void): number => {
  if ('requestIdleCallback' in globalThis) return requestIdleCallback(deadline => run(() => deadline.timeRemaining() - 2))
  return requestAnimationFrame(began => run(() => began + PER_FRAME_MS - performance.now()))
}

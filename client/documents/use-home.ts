import { useCallback, useSyncExternalStore } from 'react'
import { starterTexts } from '../i18n/en/starters.ts'
import type { Session } from '../sync/session.ts'
import { useSession } from '../sync/use-session.ts'
import { type HomeProjection, readHomeProjection, starterProjection } from './home-projection.ts'

/** `read`: local storage was looked into; until then `home` holds the starters, which may not be this couple's words. */
export interface HomeState {
  home: HomeProjection
  read: boolean
}

interface HomeStore {
  state: HomeState
  listeners: Set<() => void>
}

const stores = new WeakMap<Session, HomeStore>()

const storeOf = (session: Session): HomeStore => {
  const known = stores.get(session)
  if (known) return known
  const store: HomeStore = { state: { home: starterProjection(starterTexts), read: false }, listeners: new Set() }
  stores.set(session, store)
  void rereadHome(session)
  return store
}

/** An earlier release kept no signal where none was in force. */
const withSignals = (home: HomeProjection): HomeProjection => {
  if (home.signals.length > 0) return home
  return {
    ...home,
    signals: starterProjection(starterTexts).signals,
    starters: { ...home.starters, signals: true },
    signalsLeft: true,
  }
}

/** Reads the projection from local storage again, after it was written. */
export const rereadHome = async (session: Session): Promise<void> => {
  const store = storeOf(session)
  const found = await readHomeProjection(session).catch(() => null)
  const home = found && withSignals(found)
  if (store.state.read && (!home || JSON.stringify(home) === JSON.stringify(store.state.home))) return
  store.state = { home: home ?? store.state.home, read: true }
  for (const changed of store.listeners) changed()
}

/** What the agreement comes to on crisis screens, from local storage alone. */
export const useHomeState = (): HomeState => {
  const session = useSession()
  const subscribe = useCallback(
    (changed: () => void) => {
      const { listeners } = storeOf(session)
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    [session],
  )
  return useSyncExternalStore(subscribe, () => storeOf(session).state)
}

export const useHome = (): HomeProjection => useHomeState().home

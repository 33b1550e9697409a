import type { Session } from '../sync/session.ts'
import type { AgreementView } from './agreement-view.ts'
import { HOME_PROJECTION_KEY, projectHome } from './home-projection.ts'
import { type OpenedAgreement, openAgreement } from './open-agreement.ts'
import { rereadHome } from './use-home.ts'

/** Words count as settled when nobody has changed any for so long, ms: a half-typed signal is not shown on a button. */
const SETTLED_MS = 1_500

/**
 * Keeps what the home screen reads up to date with the agreement for as long as a page of this session is visible, delivers
 * what an earlier page could not, and seeds a new space. One per page; brings Yjs, so load it after the first screen is drawn.
 */
export const keepHome = (session: Session): Disposable => {
  let opened: OpenedAgreement | null = null
  let stop: (() => void) | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let written = ''
  /** The words that are waited for, or were. */
  let settling: AgreementView | undefined

  const write = async () => {
    const { view, status } = opened?.state() ?? {}
    if (!view || !status?.loaded) return
    const text = JSON.stringify(projectHome(view))
    if (text === written) return
    await session.writeLocal(HOME_PROJECTION_KEY, JSON.parse(text))
    written = text
    await rereadHome(session)
  }
  /** Carets and deliveries are no words: they must not put off what the words came to. */
  const settleSoon = () => {
    const { view, status } = opened?.state() ?? {}
    if (!status?.loaded || view === settling) return
    settling = view
    clearTimeout(timer)
    timer = setTimeout(() => {
      // Tried again with the next sign of life.
      write().catch(() => {
        settling = undefined
      })
    }, SETTLED_MS)
  }
  const close = () => {
    stop?.()
    stop = null
    clearTimeout(timer)
    void opened?.close()
    opened = null
    settling = undefined
  }
  const look = () => {
    if (document.visibilityState === 'hidden') return close()
    if (opened) return
    opened = openAgreement(session)
    if (!opened) return
    stop = opened.subscribe(settleSoon)
    settleSoon()
  }

  document.addEventListener('visibilitychange', look)
  const unsubscribe = session.subscribe(look)
  look()
  return {
    [Symbol.dispose]: () => {
      document.removeEventListener('visibilitychange', look)
      unsubscribe()
      close()
    },
  }
}

import { starterTexts } from '../i18n/en/starters.ts'
import type { Session } from '../sync/session.ts'
import { HOME_PROJECTION_KEY, readHomeProjection } from './home-projection.ts'
import { type OpenedAgreement, openAgreement } from './open-agreement.ts'
import { type OpenedAgreementRecord, openAgreementRecord } from './open-agreement-record.ts'
import { homeNow } from './project-home.ts'
import { rereadHome } from './use-home.ts'

/**
 * Keeps what the home screen reads up to date with what is in force, for as long as a page of this session is visible. Beside
 * that, the draft is open all the while: it delivers what an earlier page could not, seeds a new space, and takes back what one
 * has moved on from. One per page; brings Yjs, so load it after the first screen is drawn.
 */
export const keepHome = (session: Session): Disposable => {
  let opened: { draft: OpenedAgreement; record: OpenedAgreementRecord } | null = null
  let stop: (() => void) | null = null
  let written = ''

  let writing = Promise.resolve()

  /** One after the other: what home showed last is read before it is written. */
  const write = () => {
    writing = writing.then(writeNow, writeNow)
  }
  const writeNow = async () => {
    const record = opened?.record.state()
    if (!record) return
    const home = await homeNow(record, starterTexts, () => readHomeProjection(session))
    const text = JSON.stringify(home)
    if (!home || text === written) return
    written = text
    await session.writeLocal(HOME_PROJECTION_KEY, JSON.parse(text))
    await rereadHome(session)
  }
  const close = () => {
    stop?.()
    stop = null
    opened?.record.close()
    void opened?.draft.close()
    opened = null
    written = ''
  }
  const look = () => {
    if (document.visibilityState === 'hidden') return close()
    if (opened) return
    const draft = openAgreement(session)
    const record = draft && openAgreementRecord(session)
    if (!draft || !record) return
    opened = { draft, record }
    stop = record.subscribe(write)
    write()
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

import { type ReactNode, useEffect, useState } from 'react'
import { openSession } from '../../sync/open-session.ts'
import type { Session } from '../../sync/session.ts'
import { SessionProvider } from '../../sync/use-session.ts'
import { isOffline, OfflineMessage, phoneMessage } from './messages.ts'
import type { SampleProfile } from './sample-couple.ts'

/** A phone of the sample couple, in its frame: the whole app on a profile of its own, and a wire to the page around it. */
export const SamplePhone = ({ profile, children }: { profile: SampleProfile; children: ReactNode }) => {
  const session = useSampleSession(profile)
  useEffect(() => (session ? tellAround(profile, session) : undefined), [profile, session])
  return session && <SessionProvider session={session}>{children}</SessionProvider>
}

const useSampleSession = (profile: SampleProfile): Session | null => {
  const [session, setSession] = useState<Session | null>(null)
  useEffect(() => {
    let wanted = true
    const opening = openSession(profile, { offline: isOffline(profile) })
    void opening.then(opened => {
      if (wanted) setSession(opened)
    })
    return () => {
      wanted = false
      void opening.then(opened => opened[Symbol.asyncDispose]())
    }
  }, [profile])
  return session
}

/** Says how far it is, and hears the switch. Only to and from our own page, and only inside it. */
const tellAround = (profile: SampleProfile, session: Session): (() => void) | undefined => {
  const around = window.parent
  if (around === window) return undefined
  let last = ''
  const tell = () => {
    const message = phoneMessage(profile, session.state())
    const text = JSON.stringify(message)
    if (text === last) return
    last = text
    around.postMessage(message, location.origin)
  }
  const hear = (event: MessageEvent) => {
    if (event.origin !== location.origin || event.source !== around) return
    const message = OfflineMessage.safeParse(event.data)
    if (message.success) session.setOffline(message.data.offline)
  }
  const unsubscribe = session.subscribe(tell)
  addEventListener('message', hear)
  tell()
  return () => {
    unsubscribe()
    removeEventListener('message', hear)
  }
}

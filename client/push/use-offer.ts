import { useEffect, useState } from 'react'
import type { Session } from '../sync/session.ts'

const OFFERED = 'push-offered'

/** Whether this browser could ask for notifications and never did, or could once it stands on the home screen of an iPhone. */
const canOffer = (): boolean =>
  ('standalone' in navigator && navigator.standalone === false) ||
  ('PushManager' in window && 'Notification' in window && Notification.permission === 'default')

/** Whether notifications are still to be offered on this device, and how that ends for good. False until local storage is read. */
export const useOffer = (session: Session): [boolean, () => void] => {
  const [offered, setOffered] = useState(true)
  useEffect(() => {
    if (session.profile === 'own' && canOffer()) void session.readLocal(OFFERED).then(was => setOffered(was === true))
  }, [session])
  const end = () => {
    setOffered(true)
    void session.writeLocal(OFFERED, true)
  }
  return [!offered, end]
}

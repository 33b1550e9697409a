import type { Found } from '../../../shared/drill.ts'
import type { DeviceFacts } from './checklist.ts'

/** What this browser says of itself: whether it is pushed to, and whether the app is kept for when the network goes. */
export const lookAtDevice = async (): Promise<DeviceFacts> => {
  const registration = await registered()
  const [closed, offline] = await Promise.all([isSubscribed(registration), isKept(registration)])
  return { closed, offline }
}

const registered = async (): Promise<ServiceWorkerRegistration | null> => {
  // Absent on plain http pages.
  if (!('serviceWorker' in navigator)) return null
  return (await navigator.serviceWorker.getRegistration().catch(() => undefined)) ?? null
}

const isSubscribed = async (registration: ServiceWorkerRegistration | null): Promise<Found> => {
  if (!registration || !('pushManager' in registration)) return 'no'
  const subscription = await registration.pushManager.getSubscription().catch(() => null)
  return subscription && Notification.permission === 'granted' ? 'yes' : 'no'
}

const isKept = async (registration: ServiceWorkerRegistration | null): Promise<Found> => {
  if (!registration?.active) return 'no'
  const page = await caches.match('/index.html', { ignoreSearch: true }).catch(() => undefined)
  return page ? 'yes' : 'no'
}

/** The part of a service worker's world that pushes use. Its types and a page's do not go together in one program. */

export interface NotificationData {
  profile: 'own'
  id: string
  seq: number
  path: '/' | '/pause'
  /** It offers an answer. */
  asks?: true
}

export interface ShownNotification {
  title: string
  body: string
  tag: string
  data: unknown
  close(): void
}

export interface NotificationSettings {
  body?: string
  tag: string
  data: NotificationData | null
  silent: boolean
  renotify: boolean
  requireInteraction: boolean
  vibrate?: number[]
  actions?: { action: string; title: string }[]
}

export interface OpenWindow {
  url: string
  focus(): Promise<unknown>
}

export interface WithSync {
  /** Where the browser has background sync. */
  sync?: { register(tag: string): Promise<void> }
}

export interface WorkerScope {
  location: { origin: string }
  registration: WithSync & {
    showNotification(title: string, settings: NotificationSettings): Promise<void>
    getNotifications(filter: { tag?: string }): Promise<ShownNotification[]>
    pushManager: PushManager
  }
  clients: {
    matchAll(options: { type: 'window'; includeUncontrolled: true }): Promise<OpenWindow[]>
    openWindow(path: string): Promise<unknown>
  }
}

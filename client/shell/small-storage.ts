/** A few words that this browser keeps of itself: nothing of a couple. Where it keeps nothing, they hold for the page. */
export interface SmallStorage {
  read(key: string): string | null
  write(key: string, value: string): void
  remove(key: string): void
  clear(): void
}

/** `open` throws where a browser denies storage, and so may each use: a full one gives what is there and takes nothing. */
const smallStorage = (open: () => Storage): SmallStorage => {
  const onPage = new Map<string, string>()
  const attempt = <T>(act: (storage: Storage) => T): T | null => {
    try {
      return act(open())
    } catch {
      return null
    }
  }
  return {
    read: key => onPage.get(key) ?? attempt(storage => storage.getItem(key)),
    write: (key, value) => {
      onPage.set(key, value)
      attempt(storage => {
        storage.setItem(key, value)
        onPage.delete(key)
      })
    },
    remove: key => {
      onPage.delete(key)
      attempt(storage => storage.removeItem(key))
    },
    clear: () => {
      onPage.clear()
      attempt(storage => storage.clear())
    },
  }
}

/** Of this browser. */
export const ofBrowser = smallStorage(() => localStorage)
/** Of this tab. */
export const ofTab = smallStorage(() => sessionStorage)
/** Of the tab around a frame. */
export const ofWholeTab = smallStorage(() => (window.top ?? window).sessionStorage)

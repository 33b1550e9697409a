/** A few words that this browser keeps of itself: nothing of a couple. Where it keeps nothing, they hold for the page. */
export interface SmallStorage {
  read(key: string): string | null
  write(key: string, value: string): void
  remove(key: string): void
}

/** `open` throws where a browser denies storage, and so may each use. */
const smallStorage = (open: () => Storage): SmallStorage => {
  const onPage = new Map<string, string>()
  const attempt = <T>(act: (storage: Storage) => T, otherwise: () => T): T => {
    try {
      return act(open())
    } catch {
      return otherwise()
    }
  }
  return {
    read: key =>
      attempt(
        storage => storage.getItem(key),
        () => onPage.get(key) ?? null,
      ),
    write: (key, value) =>
      attempt(
        storage => storage.setItem(key, value),
        () => void onPage.set(key, value),
      ),
    remove: key =>
      attempt(
        storage => storage.removeItem(key),
        () => void onPage.delete(key),
      ),
  }
}

/** Of this browser. */
export const ofBrowser = smallStorage(() => localStorage)
/** Of this tab. */
export const ofTab = smallStorage(() => sessionStorage)
/** Of the tab around a frame. */
export const ofWholeTab = smallStorage(() => (window.top ?? window).sessionStorage)

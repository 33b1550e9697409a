/**
 * As the `ref` of what stays in sight while the page scrolls: for as long as it is there the page's root has this class, which says how far from
 * the edges what comes into focus stops. `:has()` at the root would reckon the style of the whole page anew with every sign that comes or goes.
 */
export const rootClass =
  (name = '') =>
  (element: HTMLElement | null): (() => void) | undefined => {
    if (!element) return undefined
    const { classList } = document.documentElement
    classList.add(name)
    return () => classList.remove(name)
  }

/** What people paste: the whole link, or only what comes after the `#`. Spaces and line breaks from mail programs go. */
export const fragmentOf = (pasted: string): string => {
  const text = pasted.replace(/\s+/g, '')
  return text.slice(text.indexOf('#') + 1)
}

/** Where a pasted link leads; null when it is no whole link. */
export const hostOf = (pasted: string): string | null => {
  const text = pasted.replace(/\s+/g, '')
  return URL.canParse(text) ? new URL(text).host : null
}

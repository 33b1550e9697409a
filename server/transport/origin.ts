/** Whether a request's `Origin` header may change something here, given its `Host` header. No header: not a browser's cross-site request. */
export type OriginCheck = (header: string | undefined, host: string | undefined) => boolean

/** With a configured origin only that one; else the origin must name the host that was asked. */
export const originCheck =
  (configured: string | null): OriginCheck =>
  (header, host) => {
    if (header === undefined) return true
    if (configured !== null) return header === configured
    if (host === undefined || !URL.canParse(header)) return false
    const { protocol, host: from } = new URL(header)
    // Through URL, so that `example.org` and `example.org:443` are the same host to https.
    return URL.canParse(`${protocol}//${host}`) && new URL(`${protocol}//${host}`).host === from && from !== ''
  }

import { networkInterfaces } from 'node:os'
import type { Config } from './config.ts'

/** The one line a person sees once the server answers; with the addresses for phones when it listens beyond this machine. */
export const welcome = ({ url, port }: { url: string; port: number }, config: Config): string => {
  const others =
    listensToAll(config.host) && config.origin === null
      ? lanAddresses().map(address => `${new URL(url).protocol}//${address}:${port}`)
      : []
  const opened = config.origin === null ? '' : `, to be opened as ${config.origin}`
  const phones = others.length > 0 ? `, for phones in the same network: ${others.join(' ')}` : ''
  return `Holdfast is ready at ${url}${opened}${phones}`
}

const listensToAll = (host: string): boolean => host === '0.0.0.0' || host === '::'

const lanAddresses = (): string[] =>
  Object.values(networkInterfaces())
    .flatMap(addresses => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address)

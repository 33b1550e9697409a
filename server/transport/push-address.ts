import { Resolver } from 'node:dns/promises'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/**
 * Where pushes may go. A subscription is whatever a client says it is: `public` is https at its usual port, by name, to public
 * addresses alone. `test` also takes this machine, at any port, with a certificate of the test's own.
 */
export type PushPlaces = { kind: 'public' } | { kind: 'test'; ca: string }

/** Not public: private, shared by carriers, this machine, link-local, documentation, benchmarks, old tunnels, multicast, reserved. */
const CLOSED_V4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]
/** Of global IPv6: special purposes (Teredo and others), documentation, and 6to4, which may lead to any IPv4 address. */
const CLOSED_V6: [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

const listOf = (subnets: [string, number][], family: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList()
  for (const [network, bits] of subnets) list.addSubnet(network, bits, family)
  return list
}
const closedV4 = listOf(CLOSED_V4, 'ipv4')
const closedV6 = listOf(CLOSED_V6, 'ipv6')
/** The only part of IPv6 that is global. What maps or translates IPv4 lies elsewhere. */
const globalV6 = listOf([['2000::', 3]], 'ipv6')

/** Whether an address is one that anybody may reach from anywhere. Anything that is no address is not. */
export const isPublicAddress = (address: string): boolean => {
  switch (isIP(address)) {
    case 4:
      return !closedV4.check(address, 'ipv4')
    case 6:
      return globalV6.check(address, 'ipv6') && !closedV6.check(address, 'ipv6')
    default:
      return false
  }
}

const loopback = listOf([['127.0.0.0', 8]], 'ipv4')
const mayConnect = (address: string, places: PushPlaces): boolean =>
  isPublicAddress(address) || (places.kind === 'test' && isIP(address) === 4 && loopback.check(address, 'ipv4'))

/** Whether the server would go there at all, by the URL alone. What its name leads to is looked at when connecting. */
export const isAllowedEndpoint = (endpoint: string, places: PushPlaces): boolean => {
  if (!URL.canParse(endpoint)) return false
  const { protocol, username, password, hostname, port } = new URL(endpoint)
  if (protocol !== 'https:' || username !== '' || password !== '') return false
  if (places.kind === 'test' && (hostname === 'localhost' || hostname === '127.0.0.1')) return true
  return port === '' && isName(hostname)
}

/** A name with a dot in it, and no address: those have no name that a certificate proves. */
const isName = (hostname: string): boolean => isIP(hostname.replace(/^\[|\]$/g, '')) === 0 && /[^.]\.[^.]/.test(hostname)

/** Says that a name leads to no address that may be connected to. */
export class NoAllowedAddress extends Error {
  override readonly name = 'NoAllowedAddress'
}

/** All addresses of a name. Rejects when it has none, or nobody says. */
export type AskNames = (host: string) => Promise<string[]>

/**
 * Asks the name servers without a thread of Node's few: one name whose server is silent would else hold up every other name, and
 * every file, for half a minute.
 */
const askNameServers: AskNames = async host => {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 })
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
  const found = answers.flatMap(answer => (answer.status === 'fulfilled' ? answer.value : []))
  const [first] = answers
  if (found.length === 0 && first.status === 'rejected') throw first.reason
  return found
}

/**
 * Resolves a name for one connection and leaves out what is not allowed. The connection is made to what this returns, so that a
 * name that answers otherwise the next time leads nowhere else.
 */
export const allowedLookup =
  (places: PushPlaces, ask: AskNames = askNameServers): LookupFunction =>
  (host, options, callback) => {
    const found = (addresses: string[]): void => {
      const allowed = addresses
        .filter(address => mayConnect(address, places))
        .map(address => ({ address, family: isIP(address) }))
      const [first] = allowed
      if (!first) callback(new NoAllowedAddress(), '')
      else if (options.all) callback(null, allowed)
      else callback(null, first.address, first.family)
    }
    ask(host).then(found, error => callback(error, ''))
  }

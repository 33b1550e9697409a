import { randomBytes } from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { base64urlnopad } from '@scure/base'
import { v7 } from 'uuid'
import { DeviceId, InviteId, type Seat, SpaceId } from '../../shared/ids.ts'
import {
  type CreateInvite,
  type CreateSpace,
  certificateText,
  type DeviceIntroduction,
  type RecoveryIntroduction,
  type RedeemInvite,
} from '../../shared/spaces.ts'

/** Raw HTTP against a real server, with made-up but valid key material: nothing here knows the client's code. */

const base64url = (bytes: Uint8Array): string => base64urlnopad.encode(bytes)
/** 32 random bytes, base64url. */
export const random32 = (): string => base64url(randomBytes(32))
/** What the server takes for a sealed envelope. */
export const sealedBytes = (length = 96): string => base64url(randomBytes(length))
export const hash32 = (text: string): string => base64url(sha256(base64urlnopad.decode(text)))

export interface SeatSecret {
  secret: Uint8Array
  keys: { sign: string; receive: string }
}

export const newSeat = (): SeatSecret => {
  const { secretKey, publicKey } = ed25519.keygen()
  return { secret: secretKey, keys: { sign: base64url(publicKey), receive: random32() } }
}

export interface NewDevice {
  token: string
  introduction: DeviceIntroduction
}

/** A device that a seat's key has certified. */
export const newDevice = (
  spaceId: SpaceId,
  seat: Seat,
  { secret }: SeatSecret,
  deviceId: DeviceId = DeviceId.parse(v7()),
): NewDevice => {
  const device = { deviceId, sign: random32(), receive: random32() }
  const text = new TextEncoder().encode(certificateText(spaceId, seat, device))
  const token = random32()
  return { token, introduction: { ...device, certificate: base64url(ed25519.sign(text, secret)), tokenHash: hash32(token) } }
}

export interface Words {
  proof: string
  recovery: RecoveryIntroduction
}
export const newWords = (): Words => {
  const proof = random32()
  return { proof, recovery: { recoveryId: random32(), proofHash: hash32(proof) } }
}

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers as they come, to compare them whole
  body: any
  headers: Headers
}

export interface Ask {
  method?: string
  token?: string | undefined
  body?: unknown
  headers?: Record<string, string>
}

/** One request; a body is sent as JSON, unless it is text already. */
export const ask = async (url: string, path: string, { method = 'GET', token, body, headers }: Ask = {}): Promise<Answer> => {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const json = response.headers.get('content-type')?.includes('json') ?? false
  return { status: response.status, body: json && text !== '' ? JSON.parse(text) : text, headers: response.headers }
}

export const post = (url: string, path: string, body: unknown, token?: string): Promise<Answer> =>
  ask(url, path, { method: 'POST', body, token })

/** A creator before it has asked for anything. */
export interface Creator {
  spaceId: SpaceId
  seat: SeatSecret
  device: NewDevice
  words: Words
  request: CreateSpace
}

export const newCreator = (sample = false): Creator => {
  const spaceId = SpaceId.parse(v7())
  const seat = newSeat()
  const device = newDevice(spaceId, 'a', seat)
  const words = newWords()
  const sealed = { keyBox: sealedBytes(), profile: sealedBytes(), label: sealedBytes() }
  const { introduction } = device
  const request = { spaceId, sample, seatKeys: seat.keys, device: introduction, recovery: words.recovery, ...sealed }
  return { spaceId, seat, device, words, request }
}

export const newInvite = (lifetimeMs = 3_600_000): CreateInvite => ({
  inviteId: InviteId.parse(random32()),
  sealedKeys: sealedBytes(),
  greeting: sealedBytes(),
  lifetimeMs,
})

export interface Joiner {
  seat: SeatSecret
  device: NewDevice
  words: Words
  request: RedeemInvite
}

export const newJoiner = (spaceId: SpaceId, inviteId: InviteId): Joiner => {
  const seat = newSeat()
  const device = newDevice(spaceId, 'b', seat)
  const words = newWords()
  const request = {
    inviteId,
    seatKeys: seat.keys,
    device: device.introduction,
    recovery: words.recovery,
    joinProof: random32(),
  }
  return { seat, device, words, request }
}

const accepted = (answer: Answer): Answer => {
  if (answer.status !== 200) throw new Error(`refused: ${JSON.stringify(answer.body)}`)
  return answer
}

export const createSpace = async (url: string, sample = false): Promise<Creator> => {
  const creator = newCreator(sample)
  accepted(await post(url, '/api/spaces', creator.request))
  return creator
}

export const createInvite = async (url: string, creator: Creator, lifetimeMs?: number): Promise<CreateInvite> => {
  const invite = newInvite(lifetimeMs)
  accepted(await post(url, '/api/invites', invite, creator.device.token))
  return invite
}

export const redeemInvite = async (url: string, spaceId: SpaceId, inviteId: InviteId): Promise<Joiner> => {
  const joiner = newJoiner(spaceId, inviteId)
  accepted(await post(url, '/api/invites/redeem', joiner.request))
  return joiner
}

/** The joiner says that it holds the keys. */
export const confirmJoin = async (url: string, joiner: Joiner): Promise<void> => {
  const body = { profile: sealedBytes(), keyBox: sealedBytes(), label: sealedBytes() }
  accepted(await ask(url, '/api/space/seat', { method: 'PUT', body, token: joiner.device.token }))
}

export interface PairedSeat {
  spaceId: SpaceId
  deviceId: DeviceId
  token: string
}

export interface Pair {
  spaceId: SpaceId
  a: PairedSeat
  b: PairedSeat
  creator: Creator
  joiner: Joiner
}

/** A space with both partners in it, the join confirmed. */
export const createPair = async (url: string, sample = false): Promise<Pair> => {
  const creator = await createSpace(url, sample)
  const { spaceId } = creator
  const invite = await createInvite(url, creator)
  const joiner = await redeemInvite(url, spaceId, invite.inviteId)
  await confirmJoin(url, joiner)
  const seat = ({ token, introduction }: NewDevice): PairedSeat => ({ spaceId, deviceId: introduction.deviceId, token })
  return { spaceId, a: seat(creator.device), b: seat(joiner.device), creator, joiner }
}

/** A further device of a seat, by recovery words. */
export const recoverDevice = async (url: string, pair: Pair, seat: Seat): Promise<PairedSeat> => {
  const { seat: secret, words } = seat === 'a' ? pair.creator : pair.joiner
  const device = newDevice(pair.spaceId, seat, secret)
  const body = { recoveryId: words.recovery.recoveryId, proof: words.proof, device: device.introduction }
  accepted(await post(url, '/api/recover', body))
  return { spaceId: pair.spaceId, deviceId: device.introduction.deviceId, token: device.token }
}

/** Whether a server knows this creator’s space. */
export const spaceIn = async (url: string, creator: Creator): Promise<boolean> =>
  (await ask(url, '/api/space', { token: creator.device.token })).status === 200

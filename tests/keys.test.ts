import { createHash, createHmac, createPrivateKey, createPublicKey, hkdfSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { fromBase64url, toBase64url, utf8 } from '../client/keys/bytes.ts'
import { introduceDevice, isCertified, newDeviceSecrets, signText, tokenHash, verifyText } from '../client/keys/device-key.ts'
import { sealing } from '../client/keys/envelope.ts'
import { inviteFragment, isJoinProof, joinProof } from '../client/keys/invite-link.ts'
import { inviteIdOf, inviteKeyring, newInviteSecret, parseInviteFragment } from '../client/keys/invite-secret.ts'
import { newSpaceKeyring } from '../client/keys/new-epoch.ts'
import { readWords, wordsOf } from '../client/keys/recovery-words.ts'
import { newPartnerSecret, recoveryIntroduction, seatKeyOf } from '../client/keys/seat-key.ts'
import { newEventId } from '../client/sync/event-id.ts'
import { hashOf32, hashToken } from '../server/features/access.ts'
import { isCertified as isCertifiedAtServer } from '../server/features/devices.ts'
import { DeviceId, EventId, SpaceId } from '../shared/ids.ts'
import { certificateText } from '../shared/spaces.ts'
import { seed } from './support/seed.ts'

fc.configureGlobal({ seed })

const secret = Uint8Array.from({ length: 32 }, (_, at) => at)
const seatKey = seatKeyOf(secret)
const space = SpaceId.parse('01890a5d-ac96-774b-bcce-b302099a8057')
const deviceId = DeviceId.parse('01890a5d-ac96-774b-bcce-b302099a8058')
const filled = (byte: number) => toBase64url(new Uint8Array(32).fill(byte))
const secret32 = fc.uint8Array({ minLength: 32, maxLength: 32 })

/** The same derivations by another implementation: node's own. */
const hkdf = (from: Uint8Array, purpose: string) =>
  Buffer.from(hkdfSync('sha256', from, new Uint8Array(), `holdfast v1 ${purpose}`, 32))
const privateKey = (seed: Uint8Array, type: 'ed25519' | 'x25519') => {
  const prefix = type === 'ed25519' ? '302e020100300506032b657004220420' : '302e020100300506032b656e04220420'
  return createPrivateKey({ key: Buffer.concat([Buffer.from(prefix, 'hex'), seed]), format: 'der', type: 'pkcs8' })
}
const publicKey = (seed: Uint8Array, type: 'ed25519' | 'x25519') =>
  createPublicKey(privateKey(seed, type)).export({ format: 'jwk' }).x

afterEach(() => vi.unstubAllGlobals())

test('[KEY1] 24 words of the BIP39 English list hold the 32 bytes, both ways', () => {
  expect(wordsOf(new Uint8Array(32))).toEqual([...Array(23).fill('abandon'), 'art'])
  expect(wordsOf(new Uint8Array(32).fill(255))).toEqual([...Array(23).fill('zoo'), 'vote'])
  fc.assert(
    fc.property(secret32, bytes => {
      expect(readWords(wordsOf(bytes).join(' '))).toEqual({ ok: true, partnerSecret: bytes })
    }),
    { numRuns: 50 },
  )
})

test('[KEY1] words are read as people write them: case, numbers, commas, lines', () => {
  const written = wordsOf(secret)
    .map((word, at) => `${at + 1}. ${word.toUpperCase()}`)
    .join(',\n')
  expect(readWords(`  ${written}\n`)).toEqual({ ok: true, partnerSecret: secret })
})

test('[KEY2] wrong words are told apart: how many, which one is unknown, or that they do not belong together', () => {
  const words = wordsOf(secret)
  expect(readWords('')).toEqual({ ok: false, why: 'count', count: 0 })
  expect(readWords(words.slice(1).join(' '))).toEqual({ ok: false, why: 'count', count: 23 })
  expect(readWords(words.with(6, 'lighthouse').join(' '))).toEqual({ ok: false, why: 'unknown', position: 7 })
  const swapped = words.with(0, words[1] ?? '').with(1, words[0] ?? '')
  expect(readWords(swapped.join(' '))).toEqual({ ok: false, why: 'checksum' })
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), text => {
      void readWords(text)
    }),
  )
})

test('[KEY3] everything of a seat follows from its 32 bytes, the same on every release', () => {
  expect(seatKey.shown).toEqual({
    sign: '1vfOhvjCdBHy4tBQMFl1iD2G1JaqfptZJ6VK3h0uUZs',
    receive: '4Ah5IHD2PRXHcDlBUfO160DMOrWekCTclSQ62pVMOi8',
  })
  expect(toBase64url(seatKey.personalKey)).toBe('F24_kgL2NIqf6HoBZtu9Gt3CMtiQgrnlhufQ7oYSMrk')
  expect(seatKey.recoveryId).toBe('rN_gfBzAy9XGpX_LKiTd_4X8p-DcdLIUVc5qeu7hPuc')
  expect(seatKey.recoveryProof).toBe('GMVmLRYRPz1ftrZWnesKzG_qLdGO7A9HCm2PUD51798')
})

test('[KEY3] another implementation of HKDF, Ed25519 and X25519 comes to the same keys', () => {
  fc.assert(
    fc.property(secret32, bytes => {
      const keys = seatKeyOf(bytes)
      expect(keys.shown.sign).toBe(publicKey(hkdf(bytes, 'seat-sign'), 'ed25519'))
      expect(keys.shown.receive).toBe(publicKey(hkdf(bytes, 'seat-receive'), 'x25519'))
      expect(toBase64url(keys.personalKey)).toBe(hkdf(bytes, 'personal').toString('base64url'))
      expect(keys.recoveryId).toBe(hkdf(bytes, 'recovery-id').toString('base64url'))
      expect(keys.recoveryProof).toBe(hkdf(bytes, 'recovery-proof').toString('base64url'))
    }),
    { numRuns: 20 },
  )
})

test('[KEY4] a certificate holds for exactly one space, seat, device and pair of keys', () => {
  const secrets = { sign: filled(1), receive: filled(2), token: filled(3) }
  const device = introduceDevice(space, 'a', seatKey, deviceId, secrets)
  expect(device.certificate).toBe('aZ1aNijqrIBludh0eQanT6_dg6YA9zt4pV9IRdMr968BGBXu9qpGq33mSwcXlnKsvrnfB9C5YyMTW7_qRvvaCw')
  const text = Buffer.from(certificateText(space, 'a', device))
  expect(device.certificate).toBe(sign(null, text, privateKey(hkdf(secret, 'seat-sign'), 'ed25519')).toString('base64url'))
  const { sign: key } = seatKey.shown
  expect(isCertified(space, 'a', key, device)).toBe(true)
  expect(isCertifiedAtServer(space, 'a', key, device)).toBe(true)

  const other = SpaceId.parse('01890a5d-ac96-774b-bcce-b302099a8059')
  expect(isCertified(other, 'a', key, device)).toBe(false)
  expect(isCertified(space, 'b', key, device)).toBe(false)
  expect(isCertified(space, 'a', seatKeyOf(new Uint8Array(32)).shown.sign, device)).toBe(false)
  for (const changed of [{ deviceId: other }, { sign: filled(7) }, { receive: filled(7) }, { certificate: filled(7) }])
    expect(isCertified(space, 'a', key, { ...device, ...changed })).toBe(false)
})

test('[KEY4] foreign bytes are simply not a signature', () => {
  const own = newDeviceSecrets()
  const { sign: key } = introduceDevice(space, 'a', seatKey, deviceId, own)
  expect(verifyText(key, 'mine', signText(own.sign, 'mine'))).toBe(true)
  expect(verifyText(key, 'yours', signText(own.sign, 'mine'))).toBe(false)
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (one, text, signature) => {
      expect(verifyText(one, text, signature)).toBe(false)
    }),
  )
})

test('[KEY5] the server knows a token and a recovery proof by the SHA-256 of their bytes alone', () => {
  const { token } = newDeviceSecrets()
  const hash = createHash('sha256').update(Buffer.from(token, 'base64url')).digest('base64url')
  expect(tokenHash(token)).toBe(hash)
  expect(hashToken(token)).toBe(hash)
  expect(hashOf32(seatKey.recoveryProof)).toBe(recoveryIntroduction(secret).proofHash)
  expect(recoveryIntroduction(secret).recoveryId).toBe(seatKey.recoveryId)
})

test('[KEY6] a link carries the invite secret and the creator’s key; anything else is no invite', () => {
  const invite = newInviteSecret(seatKey.shown.sign)
  const fragment = inviteFragment(invite)
  expect(fragment).toMatch(/^#v1\.[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{43}$/)
  expect(parseInviteFragment(fragment)).toEqual(invite)
  expect(parseInviteFragment(` ${fragment.slice(1)}\n`)).toEqual(invite)
  for (const wrong of [
    '',
    '#',
    '#v1',
    fragment.slice(0, -1),
    `${fragment}A`,
    fragment.replace('v1', 'v2'),
    fragment.replace('.', ','),
  ])
    expect(parseInviteFragment(wrong)).toBeNull()
  fc.assert(
    fc.property(fc.string(), text => {
      expect(parseInviteFragment(text)).toBeNull()
    }),
  )
})

test('[KEY7] what follows from an invite secret is fixed, and a join proof holds for one space and one pair of keys', () => {
  const invite = filled(4)
  const bytes = new Uint8Array(32).fill(4)
  expect(inviteIdOf(invite)).toBe('WsU_pKNBikuQ6bEh1ih9cqdfUUyVHYfAt8mcX4wo-bw')
  expect(inviteIdOf(invite)).toBe(hkdf(bytes, 'invite-id').toString('base64url'))
  expect(Buffer.from(inviteKeyring(invite).keys.get(0) ?? []).toString('base64url')).toBe(
    '104cSe7HVllE2DHXeRXK4cm3e2L3vPhdZRN2DsAO3bc',
  )
  const proof = joinProof(invite, space, seatKey.shown)
  expect(proof).toBe('83_leNLeJbircaCCMiniFR18RvPQlhgpMCMaplZYrFY')
  const text = `holdfast join v1\n${space}\n${seatKey.shown.sign}\n${seatKey.shown.receive}`
  expect(proof).toBe(createHmac('sha256', hkdf(bytes, 'join-proof')).update(text).digest('base64url'))

  expect(isJoinProof(invite, space, seatKey.shown, proof)).toBe(true)
  expect(isJoinProof(filled(5), space, seatKey.shown, proof)).toBe(false)
  expect(isJoinProof(invite, SpaceId.parse(deviceId), seatKey.shown, proof)).toBe(false)
  expect(isJoinProof(invite, space, { ...seatKey.shown, receive: seatKey.shown.sign }, proof)).toBe(false)
  expect(isJoinProof(invite, space, { ...seatKey.shown, sign: seatKey.shown.receive }, proof)).toBe(false)
  expect(isJoinProof(invite, space, seatKey.shown, 'nonsense')).toBe(false)
})

test('[KEY8] keys, ids and sealing need nothing that a page over plain http lacks', () => {
  const { getRandomValues } = globalThis.crypto
  vi.stubGlobal('crypto', { getRandomValues: getRandomValues.bind(globalThis.crypto) })
  expect(crypto.subtle).toBeUndefined()
  const key = seatKeyOf(newPartnerSecret())
  const device = introduceDevice(space, 'b', key, deviceId, newDeviceSecrets())
  expect(isCertified(space, 'b', key.shown.sign, device)).toBe(true)
  const keyring = newSpaceKeyring()
  expect(sealing.open(keyring, 'c', sealing.seal(keyring, 'c', utf8('words')))).toEqual({ ok: true, value: utf8('words') })
  expect(EventId.safeParse(newEventId()).success).toBe(true)
})

test('[KEY8] bytes and their text are one to one, and other text is refused', () => {
  fc.assert(
    fc.property(fc.uint8Array(), bytes => {
      expect(fromBase64url(toBase64url(bytes))).toEqual(bytes)
    }),
  )
  for (const wrong of ['A', 'AB=', 'A+', 'A/', 'é', 'AB']) expect(fromBase64url(wrong)).toBeNull()
})

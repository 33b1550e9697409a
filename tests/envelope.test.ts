import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod/mini'
import { toBase64url, utf8 } from '../client/keys/bytes.ts'
import { open, openJson, pad, seal, sealing, sealJson, sealWithNonce, unpad } from '../client/keys/envelope.ts'
import { fixedKeyring, type Keyring } from '../client/keys/keyring.ts'
import { newSpaceKeyring, nextEpoch } from '../client/keys/new-epoch.ts'
import { context, ENVELOPE_OVERHEAD, EVENT_PADDING_BYTES, MAX_SEALED_EVENT_CHARS, Sealed } from '../shared/envelope.ts'
import { SignalContent } from '../shared/events.ts'
import { seed } from './support/seed.ts'

fc.configureGlobal({ seed })

const key = Uint8Array.from({ length: 32 }, (_, at) => at)
const keyring: Keyring = { newest: 258, keys: new Map([[258, key]]) }
const words = fc.string({ maxLength: 60 })

test('[ENV1] an envelope is version, epoch, nonce, ciphertext and tag, byte for byte', () => {
  const envelope = sealWithNonce(keyring, 'space/kind/id', utf8('Lighthouse 🗼'), new Uint8Array(24).fill(9))
  expect(toBase64url(envelope)).toBe('AQECCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJWUlTF8gnacnLH5B0MVzpOSMHQC5u7sdgtRks8p2CWA')
  expect([...envelope.subarray(0, 3)]).toEqual([1, 1, 2])
  expect(envelope.length).toBe(utf8('Lighthouse 🗼').length + ENVELOPE_OVERHEAD)
  expect(open(keyring, 'space/kind/id', envelope)).toEqual({ ok: true, value: utf8('Lighthouse 🗼') })
})

test('[ENV1] the cipher is XChaCha20-Poly1305 of the IETF draft', () => {
  const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))
  const draftKey = bytes('808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f')
  const nonce = bytes('404142434445464748494a4b4c4d4e4f5051525354555657')
  const text = utf8('Ladies and Gentlemen')
  // The draft's vector has its own associated data; the stream, and so the first bytes, are the same under any.
  const sealed = sealWithNonce(fixedKeyring(draftKey), 'any', text, nonce)
  expect(Buffer.from(sealed.subarray(27, 47)).toString('hex')).toBe('bd6d179d3e83d43b9576579493c0e939572a1700')
})

test('[ENV1] each sealing has its own nonce', () => {
  const nonces = Array.from({ length: 200 }, () => toBase64url(seal(keyring, 'c', key).subarray(3, 27)))
  expect(new Set(nonces).size).toBe(200)
})

test('[ENV2] only the same context opens it', () => {
  fc.assert(
    fc.property(fc.uint8Array(), words, words, (bytes, one, other) => {
      const envelope = seal(keyring, one, bytes)
      expect(open(keyring, one, envelope)).toEqual({ ok: true, value: bytes })
      fc.pre(one !== other)
      expect(open(keyring, other, envelope)).toEqual({ ok: false, why: 'not-authentic' })
    }),
  )
})

test('[ENV2] contexts of different things never meet', () => {
  const [space, other] = ['01890a5d-ac96-774b-bcce-b302099a8057', '01890a5d-ac96-774b-bcce-b302099a8058']
  const all = [space, other].flatMap(id => [
    context.event(id, 'signal', space),
    context.event(id, 'answer', space),
    context.event(id, 'profile', 'a'.repeat(36)),
    context.document(id, 'agreement', 0),
    context.document(id, 'agreement', 1),
    context.document(id, 'journal', 0),
    context.awareness(id, 'agreement', 0),
    context.profile(id, 'a'),
    context.profile(id, 'b'),
    context.device(id, space),
    context.keyBox(id, 'a'),
    context.invite(id),
    context.greeting(id),
  ])
  expect(new Set(all).size).toBe(all.length)
})

test('[ENV2] a wrong key, an epoch never given, and any flipped bit stay closed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(), fc.nat({ max: 7 }), (bytes, at, bit) => {
      const envelope = seal(keyring, 'c', bytes)
      const flipped = envelope.slice()
      const index = at % flipped.length
      flipped[index] = (flipped[index] ?? 0) ^ (1 << bit)
      expect(open(keyring, 'c', flipped).ok).toBe(false)
    }),
    { numRuns: 300 },
  )
  const envelope = seal(keyring, 'c', key)
  expect(open({ newest: 258, keys: new Map([[258, key.slice().reverse()]]) }, 'c', envelope)).toEqual({
    ok: false,
    why: 'not-authentic',
  })
  expect(open({ newest: 1, keys: new Map([[1, key]]) }, 'c', envelope)).toEqual({ ok: false, why: 'no-key' })
})

test('[ENV3] foreign bytes are a failure and never an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
      expect(open(keyring, 'c', bytes).ok).toBe(false)
    }),
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 90 }), bytes => {
      const framed = Uint8Array.from([1, 1, 2, ...bytes])
      expect(open(keyring, 'c', framed).ok).toBe(false)
    }),
  )
  fc.assert(
    fc.property(fc.string(), text => {
      expect(openJson(sealing, keyring, 'c', text, z.unknown()).ok).toBe(false)
    }),
  )
  expect(open(keyring, 'c', seal(keyring, 'c', key).fill(2, 0, 1))).toEqual({ ok: false, why: 'newer-version' })
  expect(open(keyring, 'c', new Uint8Array())).toEqual({ ok: false, why: 'not-an-envelope' })
})

test('[ENV4] what an event says is padded: its length tells no more than the number of 512-byte steps', () => {
  const sealed = (word: string) => sealJson(sealing, keyring, 'c', { word })
  expect(sealed('a').length).toBe(sealed('a'.repeat(400)).length)
  expect(sealed('a').length).toBe(Math.ceil(((EVENT_PADDING_BYTES + ENVELOPE_OVERHEAD) * 4) / 3))
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1500 }), bytes => {
      const padded = pad(bytes)
      expect(padded.length % EVENT_PADDING_BYTES).toBe(0)
      expect(padded.length - bytes.length).toBeLessThanOrEqual(EVENT_PADDING_BYTES + 3)
      expect(unpad(padded)).toEqual(bytes)
    }),
  )
  expect(unpad(new Uint8Array([0, 0, 0, 9, 1]))).toBeNull()
  expect(unpad(new Uint8Array([255, 255, 255, 255]))).toBeNull()
  expect(unpad(new Uint8Array(3))).toBeNull()
})

test('[ENV4] the longest signal still fits what the server takes', () => {
  const long = '漢'
  const content = {
    clauseId: long.repeat(64),
    word: long.repeat(80),
    emoji: long.repeat(32),
    gesture: long.repeat(200),
    meaning: long.repeat(400),
    helps: long.repeat(400),
    from: long.repeat(80),
  }
  expect(SignalContent.safeParse(content).success).toBe(true)
  const sealed = sealJson(sealing, keyring, 'c', content)
  expect(sealed.length).toBeLessThanOrEqual(MAX_SEALED_EVENT_CHARS)
  expect(Sealed.safeParse(sealed).success).toBe(true)
})

test('[ENV5] what was sealed is parsed before it is believed', () => {
  const schema = z.object({ word: z.string().check(z.maxLength(5)) })
  expect(openJson(sealing, keyring, 'c', sealJson(sealing, keyring, 'c', { word: 'sea' }), schema)).toEqual({
    ok: true,
    value: { word: 'sea' },
  })
  for (const wrong of [{ word: 'lighthouse' }, { word: 7 }, [], null, 'text'])
    expect(openJson(sealing, keyring, 'c', sealJson(sealing, keyring, 'c', wrong), schema)).toEqual({
      ok: false,
      why: 'not-readable',
    })
  const noJson = toBase64url(seal(keyring, 'c', pad(utf8('{'))))
  const noText = toBase64url(seal(keyring, 'c', pad(new Uint8Array([0xff]))))
  for (const wrong of [noJson, noText])
    expect(openJson(sealing, keyring, 'c', wrong, schema)).toEqual({ ok: false, why: 'not-readable' })
})

test('[ENV6] sealing uses the newest epoch; older ones still open what is there', () => {
  const first = newSpaceKeyring()
  const second = nextEpoch(first)
  const old = seal(first, 'c', key)
  const fresh = seal(second, 'c', key)
  expect(open(second, 'c', old).ok).toBe(true)
  expect(open(second, 'c', fresh).ok).toBe(true)
  expect(open(first, 'c', fresh)).toEqual({ ok: false, why: 'no-key' })
  expect(first.newest).toBe(1)
})

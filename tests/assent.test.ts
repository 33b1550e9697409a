import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { VerifiedStatements } from '../client/documents/verified-statements.ts'
import { signText, verifyText } from '../client/keys/device-key.ts'
import { wordingHash } from '../client/keys/wording-hash.ts'
import { assentText, type SignedBy, versionText } from '../shared/assent.ts'
import type { AgreementEvent } from '../shared/events.ts'
import type { Wording } from '../shared/wording.ts'
import { givenBy, newSignedSpace, newSigner, readSigned, sealedEvent, versionBy, withdrawnBy } from './support/signed-events.ts'

const phrase = (text: string): Wording => ({ kind: 'phrase', phrase: text })
const here = phrase('I am here')
const CLAUSE = 'starter-phrase-1'

/** Whether seat a is shown as having agreed to `here`, once b has. */
const isOurs = async (space: ReturnType<typeof newSignedSpace>, ...events: AgreementEvent[]): Promise<boolean> => {
  const b = sealedEvent(space.access, 'assent', space.b, givenBy(space.b, CLAUSE, here))
  const { clauses } = await readSigned([b, ...events], space.access)
  return clauses.get(CLAUSE)?.ours?.hash === wordingHash(here)
}

test('[AST1] an assent that both devices signed for exactly this is given', async () => {
  const space = newSignedSpace()
  const a = sealedEvent(space.access, 'assent', space.a, givenBy(space.a, CLAUSE, here))
  expect(await isOurs(space, a)).toBe(true)
})

test('[AST1] a forged assent is not given: B holds the space key and seals what it wants, and nothing of it counts as A’s', async () => {
  const space = newSignedSpace()
  const { a, b, access } = space
  const elsewhere = newSignedSpace()
  const real = givenBy(a, CLAUSE, here)
  const asA = (contentFor: Parameters<typeof sealedEvent>[3]) => sealedEvent(access, 'assent', a, contentFor)
  const forged: Record<string, AgreementEvent> = {
    'signed by B in A’s name': asA(givenBy(b, CLAUSE, here)),
    'A’s own content copied into another event': asA(by => real({ ...by, event: asA(real).id })),
    'A’s assent to another clause': asA(by => ({ ...givenBy(a, 'starter-phrase-2', here)(by), clauseId: CLAUSE })),
    'A’s assent to another text': asA(by => ({ ...givenBy(a, CLAUSE, phrase('I am gone'))(by), wording: here })),
    'A’s assent in another space': asA(by => real({ ...by, space: elsewhere.access.spaceId })),
    'A’s assent as another device of A’s': asA(by => real({ ...by, deviceId: newSigner(access.spaceId, 'a').deviceId })),
    'A’s assent under seat b': asA(by => real({ ...by, seat: 'b' })),
    'A’s withdrawal turned round': asA(by => ({
      ...real(by),
      signature: withdrawnBy(a, CLAUSE, wordingHash(here))(by).signature,
    })),
    unsigned: asA(by => ({ ...real(by), signature: undefined })),
    'signed with nothing': asA(by => ({ ...real(by), signature: 'A'.repeat(86) })),
    'a device that nobody certified': sealedEvent(access, 'assent', newSigner(access.spaceId, 'a'), real),
    'B’s device under A’s seat': sealedEvent(access, 'assent', { ...b, seat: 'a' }, givenBy(b, CLAUSE, here)),
    'B’s own event': sealedEvent(access, 'assent', b, real),
    'sealed as a question': { ...sealedEvent(access, 'question', a, real), kind: 'assent' },
    'sealed for another event id': { ...asA(real), id: asA(real).id },
    'sealed in another space': sealedEvent(elsewhere.access, 'assent', a, real),
  }
  for (const [name, event] of Object.entries(forged)) expect(await isOurs(space, event), name).toBe(false)
  expect(await isOurs(space, ...Object.values(forged)), 'all of them together').toBe(false)
})

test('[AST1] each part of what is signed is needed: where one is left out, the replay that it stops goes through', () => {
  const space = newSignedSpace()
  const { a, access } = space
  const by = { space: access.spaceId, seat: a.seat, deviceId: a.deviceId, event: sealedEvent(access, 'assent', a, () => ({})).id }
  const other = newSignedSpace()
  const elsewhere = sealedEvent(access, 'assent', a, () => ({})).id
  const text = (
    change: Partial<typeof by> = {},
    step: 'given' | 'withdrawn' = 'given',
    clauseId = CLAUSE,
    hash = wordingHash(here),
  ) => assentText({ ...by, ...change }, step, clauseId, hash)
  const replays = [
    text({ space: other.access.spaceId }),
    text({ seat: 'b' }),
    text({ deviceId: other.a.deviceId }),
    text({ event: elsewhere }),
    text({}, 'withdrawn'),
    text({}, 'given', 'starter-phrase-2'),
    text({}, 'given', CLAUSE, wordingHash(phrase('I am gone'))),
  ]
  const lineOf = [1, 2, 3, 4, 5, 6, 7]
  for (const [at, replay] of replays.entries()) {
    expect(verifyText(a.sign, text(), signText(a.secret, replay)), `line ${at}`).toBe(false)
    // The unguarded variant: without that one line both texts are the same, and so is the signature.
    const without = (whole: string) =>
      whole
        .split('\n')
        .toSpliced(lineOf[at] ?? 0, 1)
        .join('\n')
    expect(verifyText(a.sign, without(text()), signText(a.secret, without(replay))), `without line ${at}`).toBe(true)
  }
  // No field can hold a line end: no two different events are signed with the same text.
  expect(text().split('\n')).toHaveLength(8)
})

test('[AST1] what is listed later counts from then on, and a device that is listed no more counts no longer', async () => {
  const space = newSignedSpace()
  const { access } = space
  const second = newSigner(access.spaceId, 'a')
  const a = sealedEvent(access, 'assent', second, givenBy(second, CLAUSE, here))
  expect(await isOurs(space, a)).toBe(false)
  const listed = { ...space, access: { ...access, signers: [...access.signers, second] } }
  expect(await isOurs(listed, a)).toBe(true)
  const gone = { ...space, access: { ...access, signers: listed.access.signers.filter(one => one.deviceId !== second.deviceId) } }
  expect(await isOurs(gone, a)).toBe(false)
})

test('[AST1] an event counts once, however often the log shows it', async () => {
  const space = newSignedSpace()
  const { a, access } = space
  const given = sealedEvent(access, 'assent', a, givenBy(a, CLAUSE, here))
  const withdrawn = sealedEvent(access, 'assent', a, withdrawnBy(a, CLAUSE))
  expect(await isOurs(space, given, withdrawn)).toBe(false)
  expect(await isOurs(space, given, withdrawn, { ...given, seq: given.seq + 1_000 }), 'shown again after its withdrawal').toBe(
    false,
  )
  const anew = sealedEvent(access, 'assent', a, givenBy(a, CLAUSE, here))
  expect(await isOurs(space, given, withdrawn, anew), 'a new assent').toBe(true)
})

test('[AST1] what is signed, and its signatures, are these bytes', () => {
  const vectors: {
    secret: string
    publicKey: string
    by: SignedBy
    signed: {
      text: string
      signature: string
      step?: 'given' | 'withdrawn'
      clauseId?: string
      hash?: string | null
      entries?: string[]
    }[]
  } = JSON.parse(readFileSync(new URL('../docs/vectors/assent.json', import.meta.url), 'utf8'))
  const { secret, publicKey, by, signed } = vectors
  for (const { text, signature, step, clauseId = '', hash = null, entries = [] } of signed) {
    expect(step ? assentText(by, step, clauseId, hash) : versionText(by, entries)).toBe(text)
    expect(signText(secret, text)).toBe(signature)
    expect(verifyText(publicKey, text, signature)).toBe(true)
  }
  expect(new Set(signed.map(({ text }) => text)).size).toBe(signed.length)
})

test('[AST8] what waits to be opened or checked counts for nothing, and the record says that something is missing', async () => {
  const { a, b, access } = newSignedSpace()
  const events = Array.from({ length: 60 }, (_, index) => {
    const signer = index % 2 ? a : b
    return sealedEvent(access, 'assent', signer, givenBy(signer, `clause-${index >> 1}`, here))
  })
  let kept: string[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  const keep = (names: string[]) => {
    kept = names
  }
  using fresh = new VerifiedStatements([], keep, () => fresh.read(events, access).complete && resolve())
  const givenIn = ({ statements }: ReturnType<typeof fresh.read>) => statements.filter(({ kind }) => kind === 'given')
  const before = fresh.read(events, access)
  expect([givenIn(before), before.complete]).toEqual([[], false])
  await promise
  expect(fresh.read(events, access).statements.map(({ id }) => id)).toEqual(events.map(({ id }) => id))
  // With what was kept nothing waits for its signature: what is open counts, and the rest is opened in its turn.
  using known = new VerifiedStatements(kept, keep, () => {})
  const first = known.read(events, access)
  expect([givenIn(first).length > 0, first.complete]).toEqual([true, false])
})

test('[VER1] a forged version puts nothing in force', async () => {
  const space = newSignedSpace()
  const { a, b, access } = space
  const both = [a, b].map(signer => sealedEvent(access, 'assent', signer, givenBy(signer, CLAUSE, here)))
  const named = [{ clauseId: CLAUSE, wording: here }]
  const inForce = async (version: AgreementEvent) => (await readSigned([...both, version], access)).inForce
  const real = versionBy(a, named)
  expect(await inForce(sealedEvent(access, 'version', a, real))).toMatchObject({ number: 1, clauses: [{ clauseId: CLAUSE }] })
  expect(await inForce(sealedEvent(access, 'version', a, versionBy(b, named))), 'signed by B').toBe(null)
  expect(await inForce(sealedEvent(access, 'version', a, by => ({ ...real(by), entries: [] }))), 'other entries').toBe(null)
  const first = sealedEvent(access, 'version', a, real)
  expect(await inForce(sealedEvent(access, 'version', a, by => real({ ...by, event: first.id }))), 'copied').toBe(null)
})

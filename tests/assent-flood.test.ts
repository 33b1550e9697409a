import { expect, test } from 'vitest'
import { MOST_WRONG_KEPT } from '../client/documents/known-signatures.ts'
import { VerifiedStatements } from '../client/documents/verified-statements.ts'
import { signText, verifyText } from '../client/keys/device-key.ts'
import { foldAgreement } from '../shared/agreement-record.ts'
import { endedIn } from '../shared/ended.ts'
import type { AgreementEvent } from '../shared/events.ts'
import type { Wording } from '../shared/wording.ts'
import { givenBy, newSignedSpace, sealedEvent, versionBy, withdrawnBy } from './support/signed-events.ts'

const here: Wording = { kind: 'phrase', phrase: 'I am here' }
const CLAUSE = 'starter-phrase-1'
const FORGED = 110

/** What both agreed to and put in force, then B's flood of wrong signatures. */
const floodedLog = () => {
  const space = newSignedSpace()
  const { a, b, access } = space
  const wrong = signText(b.secret, 'something else')
  const agreed = [
    ...[a, b].map(signer => sealedEvent(access, 'assent', signer, givenBy(signer, CLAUSE, here))),
    sealedEvent(access, 'version', b, versionBy(b, [{ clauseId: CLAUSE, wording: here }])),
  ]
  const flood = Array.from({ length: FORGED }, (_, index) =>
    sealedEvent(access, 'assent', b, by => ({ ...givenBy(b, `forged-${index}`, here)(by), signature: wrong })),
  )
  return { ...space, wrong, agreed, flood }
}

interface Page {
  /** Everything is checked. */
  done: Promise<void>
  /** What each look at the record showed of the clause. */
  seen: { ours: boolean; inForce: boolean; complete: boolean }[]
  /** The texts whose signatures were checked, in order. */
  checked: string[]
}

/** A page that starts with what earlier ones kept. */
const startPage = (
  events: readonly AgreementEvent[],
  access: Parameters<VerifiedStatements['read']>[1],
  stored: { names: string[] },
) => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const page: Page = { done: promise, seen: [], checked: [] }
  const look = () => {
    const { statements, complete } = verified.read(events, access)
    const { clauses, inForce } = foldAgreement(statements)
    page.seen.push({ ours: !!clauses.get(CLAUSE)?.ours, inForce: !!inForce?.clauses.length, complete })
    if (complete) resolve()
  }
  const keep = (names: string[]) => {
    stored.names = names
  }
  const verified = new VerifiedStatements(stored.names, keep, look, (sign, text, signature) => {
    page.checked.push(text)
    return verifyText(sign, text, signature)
  })
  look()
  return page
}

test('[AST8] a wrong signature is checked once per device too: the next page checks nothing anew', async () => {
  const { access, agreed, flood } = floodedLog()
  const stored = { names: [] as string[] }
  const first = startPage([...agreed, ...flood], access, stored)
  await first.done
  expect(first.checked).toHaveLength(agreed.length + FORGED)
  const second = startPage([...agreed, ...flood], access, stored)
  await second.done
  expect(second.checked).toEqual([])
  expect(second.seen.at(-1)).toEqual({ ours: true, inForce: true, complete: true })
  // The unguarded variant: with the good ones alone every wrong one is checked again.
  const third = startPage([...agreed, ...flood], access, { names: stored.names.filter(name => !name.startsWith('!')) })
  await third.done
  expect(third.checked).toHaveLength(FORGED)
})

test('[AST8] what is checked is kept as it goes, and only what the log still holds, the wrong ones up to a bound', async () => {
  const { access, agreed, flood } = floodedLog()
  const kept: number[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  const events = [...agreed, ...flood]
  const many = Array.from({ length: MOST_WRONG_KEPT + 5 }, (_, index) => `!gone-${index}`)
  const look = () => verified.read(events, access).complete && resolve()
  using verified = new VerifiedStatements(many, names => kept.push(names.length), look)
  look()
  await promise
  // Midway everything is kept that is known, up to the bound; at the end what the log needs.
  expect(kept.length).toBeGreaterThan(1)
  expect(Math.max(...kept.slice(0, -1))).toBeLessThanOrEqual(MOST_WRONG_KEPT + agreed.length)
  expect(kept.at(-1)).toBe(events.length)
})

test('[AST8] nothing reads as ours, or as in force, that a withdrawal behind the flood ends, at no time of any start', async () => {
  for (const seat of ['a', 'b'] as const) {
    const { [seat]: signer, access, agreed, flood } = floodedLog()
    const withdrawn = sealedEvent(access, 'assent', signer, withdrawnBy(signer, CLAUSE))
    const stored = { names: [] as string[] }
    for (const start of [1, 2]) {
      const page = startPage([...agreed, ...flood, withdrawn], access, stored)
      await page.done
      expect(page.seen.length, `start ${start}`).toBeGreaterThan(1)
      expect(
        page.seen.filter(({ ours, inForce }) => ours || inForce),
        `seat ${seat}, start ${start}`,
      ).toEqual([])
      // One's own is known before anything of the flood is checked.
      if (start === 1 && seat === 'a') expect(page.checked.findIndex(text => text.includes('withdrawn'))).toBeLessThan(3)
    }
    // The control: without the withdrawal it is ours, so the page would have shown it.
    const control = startPage([...agreed, ...flood], access, stored)
    await control.done
    expect(control.seen.at(-1)).toMatchObject({ ours: true, inForce: true })
  }
})

test('[AST8] a forged withdrawal counts until its signature is known to be wrong, then never again', async () => {
  const { a, b, access, agreed, wrong } = floodedLog()
  for (const signer of [a, b]) {
    const forged = sealedEvent(access, 'assent', signer, by => ({ ...withdrawnBy(signer, CLAUSE)(by), signature: wrong }))
    const events = [...agreed, forged]
    const stored = { names: [] as string[] }
    const first = startPage(events, access, stored)
    await first.done
    expect(first.seen[0]).toEqual({ ours: false, inForce: false, complete: false })
    expect(first.seen.at(-1)).toEqual({ ours: true, inForce: true, complete: true })
    const second = startPage(events, access, stored)
    expect(second.seen).toEqual([{ ours: true, inForce: true, complete: true }])
  }
})

test('[VER3] [AST8] while wrong signatures keep coming, what is certain is told apart, and what came first is checked', async () => {
  const { a, b, access, agreed, wrong } = floodedLog()
  const events = [...agreed, sealedEvent(access, 'assent', a, withdrawnBy(a, CLAUSE))]
  const forged = (step: typeof withdrawnBy) =>
    sealedEvent(access, 'assent', b, by => ({ ...step(b, 'forged')(by), signature: wrong }))
  const { promise, resolve } = Promise.withResolvers<ReturnType<VerifiedStatements['read']>>()
  let looks = 0
  const last = events.at(-1)?.seq ?? 0
  const look = () => {
    looks += 1
    // More comes than is ever checked: withdrawals, which have their turn before the rest.
    for (let more = 0; more < 3; more++) events.push(forged(withdrawnBy))
    const read = verified.read(events, access)
    if (read.sureTo > last || looks > 50) resolve(read)
  }
  using verified = new VerifiedStatements([], () => {}, look)
  look()
  const { sure, sureTo, newest, complete } = await promise
  expect(complete).toBe(false)
  expect(sureTo).toBeGreaterThan(last)
  expect(newest).toBe(events.at(-1)?.seq)
  expect(sure.map(({ kind }) => kind)).toEqual(['given', 'given', 'version', 'withdrawn'])
  expect(endedIn(sure)).toEqual([{ clauseId: CLAUSE, wording: here }])
})

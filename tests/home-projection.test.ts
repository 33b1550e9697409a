import { expect, test } from 'vitest'
import { recordOf } from '../client/documents/agreement-record.ts'
import { MOST_CLAUSES, starterPause } from '../client/documents/agreement-view.ts'
import { isLastSignal } from '../client/documents/held-clauses.ts'
import { HOME_PROJECTION_KEY, readHomeProjection, saysAsHere, starterProjection } from '../client/documents/home-projection.ts'
import { homeNow, projectHome } from '../client/documents/project-home.ts'
import { starterTexts } from '../client/i18n/en/starters.ts'
import { signalContent } from '../client/sync/event-content.ts'
import { foldAgreement } from '../shared/agreement-record.ts'
import { SignalContent } from '../shared/events.ts'
import type { Wording } from '../shared/wording.ts'
import { filesReachedFrom } from './support/imports.ts'
import { eventId } from './support/log.ts'
import { bothGiven, given, phrase, recorded, version, withdrawn } from './support/statements.ts'

const starters = starterProjection(starterTexts)
const lantern: Wording = {
  kind: 'signal',
  word: 'Lantern',
  emoji: '🏮',
  gesture: 'hand on heart',
  meaning: 'I am flooded',
  helps: 'sit by me',
  answer1: 'I am here',
  answer2: '',
}
const pause: Wording = { kind: 'pause', shortest: 30, usual: 45, longest: 600 }
const inForce = (...clauses: [string, Wording][]) =>
  recorded(...clauses.flatMap(([id, wording]) => bothGiven(id, wording)), version('a', ...clauses))

test('[AGD6] before the first version home shows the starters and says so, whatever both have agreed to', () => {
  expect(projectHome(recorded(), starterTexts)).toEqual(starters)
  expect(projectHome(recorded(...bothGiven('p', phrase('Ours'))), starterTexts)).toEqual(starters)
  expect(starters).toMatchObject({ version: null, starters: { signals: true, pause: true, activities: true, phrases: true } })
})

test('[AGD6] home shows what is in force, in its order; starters stand in for sections of which nothing ever was', () => {
  const home = projectHome(
    inForce(['q', phrase('Second')], ['p', phrase('First')], ['s', lantern], ['pause', pause]),
    starterTexts,
  )
  expect(home.phrases).toEqual(['Second', 'First'])
  expect(home.signals).toEqual([
    {
      clauseId: 's',
      word: 'Lantern',
      emoji: '🏮',
      gesture: 'hand on heart',
      meaning: 'I am flooded',
      helps: 'sit by me',
      answers: ['I am here'],
    },
  ])
  expect(home.pause).toEqual({ shortest: 30, usual: 45, longest: 600 })
  expect(home.activities).toEqual(starters.activities)
  expect(home.starters).toEqual({ signals: false, pause: false, activities: true, phrases: false })
  expect(home.version).toBe(1)
})

test('[AGD6] where everything of a section was withdrawn since, home shows nothing in its place; a pause still has minutes, and Now a signal', () => {
  const clauses: [string, Wording][] = [
    ['s', lantern],
    ['p', phrase('Ours')],
    ['pause', pause],
  ]
  const record = recorded(
    ...clauses.flatMap(([id, wording]) => bothGiven(id, wording)),
    version('a', ...clauses),
    ...clauses.map(([id]) => withdrawn('b', id)),
  )
  expect(projectHome(record, starterTexts)).toMatchObject({
    signals: starters.signals,
    signalsLeft: true,
    phrases: [],
    pause: starterPause,
    starters: { signals: true, phrases: false, pause: true, activities: true },
    version: 1,
  })
})

test('[AGD6] [SCN8] whatever was withdrawn, Now has a signal: of the starters those that nobody ended, else all of them', async () => {
  const ofStarter = ({ answers: [answer1 = '', answer2 = ''], clauseId, ...texts }: (typeof starters.signals)[number]) =>
    [clauseId, { kind: 'signal', ...texts, answer1, answer2 }] satisfies [string, Wording]
  const all = starters.signals.map(ofStarter)
  const ids = starters.signals.map(({ clauseId }) => clauseId)
  const withdrawnOf = (count: number, by: 'a' | 'b', ...others: [string, Wording][]) => {
    const put = [...all.slice(0, count), ...others]
    return recorded(
      ...put.flatMap(([id, wording]) => bothGiven(id, wording)),
      version('a', ...put),
      ...put.map(([id]) => withdrawn(by, id)),
    )
  }
  const idsOf = (record: ReturnType<typeof recorded>) => projectHome(record, starterTexts).signals.map(({ clauseId }) => clauseId)
  expect(idsOf(withdrawnOf(1, 'a', ['s', lantern]))).toEqual(ids.slice(1))
  expect(idsOf(withdrawnOf(1, 'b')), 'whoever it was').toEqual(ids.slice(1))
  expect(idsOf(withdrawnOf(ids.length, 'b'))).toEqual(ids)
  const last = recorded(
    ...bothGiven('s', lantern),
    ...bothGiven('p', phrase('Ours')),
    version('a', ['s', lantern], ['p', phrase('Ours')]),
  )
  expect([isLastSignal(last, 's'), isLastSignal(last, 'p'), isLastSignal(inForce(['s', lantern], ...all), 's')]).toEqual([
    true,
    false,
    false,
  ])
  expect(projectHome(last, starterTexts)).not.toHaveProperty('signalsLeft')
  const left = projectHome(withdrawnOf(1, 'a'), starterTexts)
  expect(await readHomeProjection({ readLocal: async <T>() => structuredClone(left) as T })).toEqual(left)
})

test('[AGD6] a signal without a word is known by its gesture or its emoji, and what is shown always reads back', async () => {
  const bare = { ...lantern, word: '', gesture: 'g'.repeat(200) }
  const nameless = { ...lantern, word: '', gesture: '' }
  const empty = { ...nameless, emoji: '' }
  const many = Array.from({ length: MOST_CLAUSES + 5 }, (_, index): [string, Wording] => [`p${index}`, phrase(`Phrase ${index}`)])
  const home = projectHome(inForce(['s', bare], ['t', nameless], ['u', empty], ...many), starterTexts)
  expect(home.signals.map(({ word, emoji }) => [word, emoji])).toEqual([
    ['g'.repeat(80), '🏮'],
    ['🏮', ''],
  ])
  expect(home.phrases).toHaveLength(MOST_CLAUSES)
  expect(await readHomeProjection({ readLocal: async <T>() => structuredClone(home) as T })).toEqual(home)
})

test('[AGD6] what is read back is checked; nonsense and what an earlier release left are as nothing', async () => {
  const storage = new Map<string, unknown>()
  const session = { readLocal: async <T>(key: string) => storage.get(key) as T | undefined }
  expect(await readHomeProjection(session)).toBe(null)
  // The earlier release followed the draft: its words are nobody's agreement.
  const { version, ...earlier } = { ...starters, starters: false }
  for (const nonsense of ['text', { signals: [] }, { ...starters, signals: [{ word: '' }] }, earlier]) {
    storage.set(HOME_PROJECTION_KEY, nonsense)
    expect(await readHomeProjection(session)).toBe(null)
  }
  storage.set(HOME_PROJECTION_KEY, { ...starters, newer: 'field' })
  expect(await readHomeProjection(session)).toEqual(starters)
})

test('[AGD6] what the home screen reads brings no Yjs and nothing that signs or checks', () => {
  expect([...filesReachedFrom('client/documents/home-projection.ts')].filter(one => /yjs|y-|lib0|curves/.test(one))).toEqual([])
  const late = [...filesReachedFrom('client/documents/keep-home.ts')]
  expect(late, 'the same look finds it where it is').toContain('yjs')
  expect(late.filter(one => /curves/.test(one))).not.toEqual([])
})

test('[SCS16] a signal says what Now says here only when all of its words do, under their clause', () => {
  const [first, second] = starters.signals
  if (!first || !second) throw new Error('no starters')
  const sent = ({ answers: _, ...signal }: typeof first) => SignalContent.parse(signalContent(signal, 'Jonas'))
  for (const signal of starters.signals) expect(saysAsHere(starters.signals, sent(signal)), signal.word).toBe(true)
  for (const field of ['word', 'emoji', 'gesture', 'meaning', 'helps'] as const)
    expect(saysAsHere(starters.signals, { ...sent(first), [field]: 'x' }), field).toBe(false)
  expect(saysAsHere(starters.signals, { ...sent(first), clauseId: second.clauseId })).toBe(false)
  expect(saysAsHere(starters.signals, { ...sent(first), clauseId: 'nowhere' })).toBe(false)
  expect(saysAsHere([], sent(first))).toBe(false)
  // What is taken out of words on their way is no other word; `first` with it in the clause itself is the same.
  const hidden = { ...first, meaning: `\u200b${first.meaning}` }
  expect(saysAsHere([hidden], sent(hidden))).toBe(true)
})

/** What home shows on a page that never comes to the end of what the partner sends, after one that did. */
const heldUp = async (earlier: Parameters<typeof recorded>, later: Parameters<typeof recorded>) => {
  const all = [...earlier, ...later].map((one, index) => one(eventId(index + 1), index + 1))
  const last = projectHome(recorded(...earlier), starterTexts)
  const known = { sure: all, sureTo: all.length, newest: all.length }
  const record = recordOf(foldAgreement([]), true, known)
  return (await homeNow(record, starterTexts, async () => last)) ?? last
}

test('[VER3] [AGD6] what is withdrawn leaves home at once while signatures are still being checked, and nothing else does', async () => {
  const hug: Wording = { kind: 'activity', activity: 'Hug' }
  const owl: Wording = { ...lantern, word: 'Owl', emoji: '🦉' }
  const held: [string, Wording][] = [
    ['s', lantern],
    ['o', owl],
    ['p', phrase('Ours')],
    ['q', phrase('Ours')],
    ['h', hug],
    ['pause', pause],
  ]
  const agreed = [...held.flatMap(([id, wording]) => bothGiven(id, wording)), version('a', ...held)]
  const before = projectHome(recorded(...agreed), starterTexts)
  expect(await heldUp(agreed, [])).toEqual(before)
  for (const seat of ['a', 'b'] as const) {
    const gone = [withdrawn(seat, 's'), withdrawn(seat, 'p'), withdrawn(seat, 'h'), withdrawn(seat, 'pause')]
    expect(await heldUp(agreed, gone)).toEqual(projectHome(recorded(...agreed, ...gone), starterTexts))
    // Nothing brings it back but what both did: neither a version that the partner sends nor their own yes.
    const pushed = [...gone, given('b', 'p', phrase('Ours')), version('b', ...held)]
    if (seat === 'a') expect((await heldUp(agreed, pushed)).phrases).toEqual(['Ours'])
    const left = [...gone, withdrawn(seat, 'o')]
    expect(await heldUp(agreed, left)).toMatchObject({
      signals: starters.signals,
      signalsLeft: true,
      starters: { signals: true },
    })
  }
  // What both put in force anew since stays, and so do the same words of another clause.
  const anew = [...agreed, withdrawn('a', 'p'), withdrawn('a', 'h'), given('a', 'h', hug), version('b', ['h', hug])]
  expect(projectHome(recorded(...anew), starterTexts)).toMatchObject({ phrases: ['Ours'], activities: ['Hug'] })
  expect(await heldUp(anew, [])).toEqual(projectHome(recorded(...anew), starterTexts))
  // Additions wait.
  const more = [...bothGiven('r', phrase('New')), version('a', ['r', phrase('New')])]
  expect(await heldUp(agreed, more)).toEqual(before)
})

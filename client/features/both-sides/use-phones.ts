import { type RefObject, useEffect, useEffectEvent, useState } from 'react'
import { ofTab } from '../../shell/small-storage.ts'
import { isOffline, type OfflineMessage, PhoneMessage, rememberOffline, type Step, steps } from './messages.ts'
import { forgetPlaces } from './places.ts'
import { SAMPLE_B } from './sample-couple.ts'

export interface PhoneFrames {
  a: RefObject<HTMLIFrameElement | null>
  b: RefObject<HTMLIFrameElement | null>
}

/** How much came to each phone; null until it is set up. */
export type PhoneNews = Record<'a' | 'b', number | null>
const NO_NEWS: PhoneNews = { a: null, b: null }

/** How much of it was looked at, in this tab: what waits on the phone that is not shown is new after a reload, too. */
const SEEN = 'holdfast.sample.seen'

export const readSeen = (): PhoneNews => {
  const [a = '', b = ''] = ofTab.read(SEEN)?.split(' ') ?? []
  return { a: a === '' ? null : Number(a), b: b === '' ? null : Number(b) }
}
export const keepSeen = ({ a, b }: PhoneNews): void => ofTab.write(SEEN, `${a ?? ''} ${b ?? ''}`)

/** What has happened stays ticked, in this tab, also when the phones have moved on. */
const DONE = 'holdfast.sample.done'

const readDone = (): ReadonlySet<Step> => {
  const kept = ofTab.read(DONE)?.split(' ') ?? []
  return new Set(steps.filter(step => kept.includes(step)))
}

/** What the two phones say of themselves, and the switch that takes the second one offline. */
export const usePhones = ({ a, b }: PhoneFrames, over: () => void) => {
  const [done, setDone] = useState(readDone)
  const [offline, setOffline] = useState(() => isOffline(SAMPLE_B))
  const [news, setNews] = useState<PhoneNews>(NO_NEWS)
  const hear = useEffectEvent((event: MessageEvent) => {
    if (event.origin !== location.origin) return
    const frame = [a, b].find(({ current }) => current?.contentWindow === event.source)
    const message = PhoneMessage.safeParse(event.data)
    if (!frame || !message.success) return
    const { profile, phase, arrived } = message.data
    if (phase === 'paired') setNews(before => ({ ...before, [profile === SAMPLE_B ? 'b' : 'a']: arrived }))
    if (message.data.phase === 'ended' || message.data.phase === 'none') over()
    const now = new Set([...done, ...steps.filter(step => message.data.done[step])])
    // Nobody comes back from what was taken back.
    if (message.data.takenBack && !now.has('back')) now.delete('pause')
    if (now.size === done.size) return
    ofTab.write(DONE, [...now].join(' '))
    setDone(now)
  })
  useEffect(() => {
    const listener = (event: MessageEvent) => hear(event)
    addEventListener('message', listener)
    return () => removeEventListener('message', listener)
  }, [])
  const takeOffline = (wanted: boolean) => {
    rememberOffline(SAMPLE_B, wanted)
    setOffline(wanted)
    const message: OfflineMessage = { holdfast: 'offline', offline: wanted }
    b.current?.contentWindow?.postMessage(message, location.origin)
  }
  const reset = () => {
    ofTab.remove(DONE)
    ofTab.remove(SEEN)
    forgetPlaces()
    rememberOffline(SAMPLE_B, false)
    setDone(new Set())
    setOffline(false)
    setNews(NO_NEWS)
  }
  return { done, news, offline, takeOffline, reset }
}

import { useEffect, useState } from 'react'
import { ofTab } from '../../shell/small-storage.ts'
import type { PhoneFrames } from './use-phones.ts'

type Side = keyof PhoneFrames

const keyOf = (side: Side): string => `holdfast.sample.at.${side}`
const homeOf = (side: Side): string => `/sample/${side}/`

/** Where a phone was when the page around it was loaded anew in this tab; else its Now. Read once: a frame goes on by itself. */
export const usePlace = (side: Side): string => useState(() => ofTab.read(keyOf(side)) ?? homeOf(side))[0]

/** Keeps where both phones are when the page goes. */
export const useKeptPlaces = ({ a, b }: PhoneFrames): void => {
  useEffect(() => {
    const keep = () => {
      for (const [side, { current }] of [
        ['a', a],
        ['b', b],
      ] as const) {
        const { pathname = '', search = '' } = current?.contentWindow?.location ?? {}
        if (pathname.startsWith(homeOf(side))) ofTab.write(keyOf(side), pathname + search)
        else forget(side)
      }
    }
    addEventListener('pagehide', keep)
    return () => removeEventListener('pagehide', keep)
  }, [a, b])
}

const forget = (side: Side): void => ofTab.remove(keyOf(side))

/** Another couple's phones begin at Now. */
export const forgetPlaces = (): void => {
  forget('a')
  forget('b')
}

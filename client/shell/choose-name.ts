import { useSyncExternalStore } from 'react'
import { browserChoice } from './browser-choice.ts'
import { applyName, isPlain, KEY, YES } from './plain-name.ts'

const choice = browserChoice(KEY, applyName)

export const chooseName = (plain: boolean): void => choice.choose(plain ? YES : null)

export const usePlainName = (): boolean => useSyncExternalStore(choice.subscribe, isPlain)

import { useEffect, useState } from 'react'
import { CHOICES, NOTHING_CHOSEN, type PushChoices } from '../push/choices.ts'
import { type PushPlace, pushPlace, readChoices, turnPushOff, turnPushOn } from './push-page.ts'
import type { Session } from './session.ts'

export interface PushView {
  place: PushPlace
  /** Null until it is read. */
  choices: PushChoices | null
  /** What it is being turned to. */
  turning: boolean | null
  /** What came of the last try to turn it on, where it did not succeed. */
  failed: 'offline' | 'refused' | null
  /** Asks the person, where they were not asked yet: on a press only. Resolves to `failed`. */
  turn(on: boolean): Promise<PushView['failed']>
  change(part: Partial<PushChoices>): void
}

/** Notifications on this device, as the settings show and change them. */
export const usePush = (session: Session): PushView => {
  const [place, setPlace] = useState(pushPlace)
  const [choices, setChoices] = useState<PushChoices | null>(null)
  const [turning, setTurning] = useState<boolean | null>(null)
  const [failed, setFailed] = useState<PushView['failed']>(null)
  useEffect(() => {
    void readChoices(session).then(setChoices)
  }, [session])
  useEffect(() => {
    // Somebody comes back from the browser's own settings.
    const look = () => setPlace(pushPlace())
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])
  const turn = async (on: boolean): Promise<PushView['failed']> => {
    setTurning(on)
    setFailed(null)
    const done = on ? await turnPushOn(session) : await turnPushOff(session)
    const missed = done === 'offline' || done === 'refused' ? done : null
    setFailed(missed)
    setChoices(await readChoices(session))
    setPlace(pushPlace())
    setTurning(null)
    return missed
  }
  const change = (part: Partial<PushChoices>): void => {
    const next = { ...(choices ?? NOTHING_CHOSEN), ...part }
    setChoices(next)
    void session.writeLocal(CHOICES, next)
  }
  return { place, choices, turning, failed, turn, change }
}

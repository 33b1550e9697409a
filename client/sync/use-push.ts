import { useEffect, useRef, useState } from 'react'
import { CHOICES, NOTHING_CHOSEN, type PushChoices } from '../push/choices.ts'
import { lookAtPush, type PushPlace, pushPlace, readChoices, turnPushOff, turnPushOn } from './push-page.ts'
import type { Session } from './session.ts'

export interface PushView {
  place: PushPlace
  /** Null until it is read. What is wanted is so only where the browser may. */
  choices: PushChoices | null
  /** Whether what is wanted is being looked at. */
  looking: boolean
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
  const [looking, setLooking] = useState(false)
  const pressed = useRef(false)
  useEffect(() => {
    const look = async (): Promise<void> => {
      const read = await readChoices(session)
      const isWanted = read.wanted && mayPush()
      setLooking(isWanted)
      setChoices(read)
      if (!isWanted) return
      const isOn = await lookAtPush(session)
      setLooking(false)
      if (pressed.current) return
      setFailed(isOn ? null : 'offline')
      setChoices(await readChoices(session))
    }
    void look()
  }, [session])
  useEffect(() => {
    // Somebody comes back from the browser's own settings.
    const look = () => setPlace(pushPlace())
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])
  const turn = async (on: boolean): Promise<PushView['failed']> => {
    pressed.current = true
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
  const shown = choices && { ...choices, wanted: choices.wanted && mayPush() }
  return { place, choices: shown, looking, turning, failed, turn, change }
}

/** Permission may be gone, and nobody was told: browsers take it back from what was not used for long. */
const mayPush = (): boolean => pushPlace() === 'possible' && Notification.permission === 'granted'

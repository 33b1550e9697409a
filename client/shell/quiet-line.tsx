import { type ReactNode, use, useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { useLocation } from 'wouter'
import { Button } from '../ui/button.tsx'
import { Settle } from '../ui/settle.tsx'
import { keepRoom, LineRoom } from './line-room.ts'
import { isLeftAlone } from './over-screens.ts'
import styles from './quiet-line.module.css'

/**
 * Where all that comes over the pages stands. On a crisis screen its lines have a room in the page, over no key. On Help and on a
 * running pause they stand below all of the page, so that they hide none of it; elsewhere under Help and Exit and what else must stay in
 * sight. But on Help one line is seen at a time, that of a signal or else the last; the next follows once it is closed, or has the focus.
 */
export const OverScreens = ({ room, children }: { room: HTMLElement | null; children: ReactNode }) => {
  const [path] = useLocation()
  const left = isLeftAlone(path)
  const of = path === '/pause' ? '[data-space=ours]' : '[data-hard]'
  useEffect(() => (room ? keepRoom(room) : undefined), [room])
  return (
    <LineRoom value={!left && room?.closest(of) ? room : null}>
      <div className={styles.place} data-at={left ? 'end' : path}>
        {children}
      </div>
    </LineRoom>
  )
}

interface QuietLineProps {
  /** Of a signal: before any other. */
  first?: boolean
  /** What came, in one sentence. */
  children: ReactNode
  /** Words of the couple, larger. */
  words?: string
  action: string
  onPress: () => void
}

/** Something came that may not cover the screen: said in a line, without taking the focus; aloud once, on whatever pages it stands. */
export const QuietLine = ({ first, children, words, action, onPress }: QuietLineProps) => {
  const room = use(LineRoom)
  const told = useRef<string>(null)
  const tell = (line: HTMLElement | null) => {
    if (!line?.isConnected) return
    line.ariaLive = told.current === line.textContent ? 'off' : 'polite'
    told.current = line.textContent
  }
  const line = (
    <div ref={tell} role="status" className={styles.line} data-first={first}>
      <div>
        <p>{children}</p>
        {words && (
          <p className={styles.words} dir="auto">
            {words}
          </p>
        )}
      </div>
      <Settle>
        <Button onClick={onPress}>{action}</Button>
      </Settle>
    </div>
  )
  return room ? createPortal(line, room) : line
}

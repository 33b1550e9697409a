import { createContext } from 'react'
import { settle } from '../ui/use-settled.ts'

/** Where the lines of this page stand: a room in its flow, or none. */
export const LineRoom = createContext<Element | null>(null)

/**
 * The room of the lines in a page: what goes from it by itself moves nothing of the page, which has its place back after a press on a
 * line, and on a screen that is turned. Where it grows, the page takes no press for a moment.
 */
export const keepRoom = (room: HTMLElement): (() => void) => {
  let height = 0
  const keep = () => {
    if (room.offsetHeight !== height) settle()
    height = room.offsetHeight
    if (height) room.style.setProperty('--kept', `${height}px`)
  }
  const free = () => room.removeAttribute('style')
  const turned = () => {
    free()
    keep()
  }
  const watching = new ResizeObserver(keep)
  watching.observe(room)
  room.onclick = free
  addEventListener('resize', turned)
  return () => {
    watching.disconnect()
    removeEventListener('resize', turned)
  }
}

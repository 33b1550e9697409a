import type { ReactNode } from 'react'
import { Anchor, Feather, Lighthouse } from './icons.ts'

/** A signal's emoji; the starters' as line drawings, which read better on a key. Decoration: the word stands beside it. */
export const SignalIcon = ({ emoji }: { emoji: string }): ReactNode => {
  switch (emoji.replace('\uFE0F', '')) {
    case '':
      return null
    case '🗼':
    case '💡':
      return <Lighthouse />
    case '🪶':
      return <Feather />
    case '⚓':
      return <Anchor />
    default:
      return <span aria-hidden="true">{emoji}</span>
  }
}

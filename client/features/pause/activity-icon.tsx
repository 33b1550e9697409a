import type { ReactNode } from 'react'
import { Cat, Droplets, Footprints, Leaf, MessageCircle, Music, NotebookPen, Wind } from '../../ui/icons.ts'

/** Decoration by what an activity speaks of; a leaf for everything else and for other languages. */
export const ActivityIcon = ({ activity }: { activity: string }): ReactNode => {
  const words = activity.toLowerCase()
  if (/\b(walk|step|run|bridge|block|outside)/.test(words)) return <Footprints />
  if (/\b(water|shower|bath|wash|tea|drink)/.test(words)) return <Droplets />
  if (/\b(breath|breathe|air)/.test(words)) return <Wind />
  if (/\b(music|song|sing|play)/.test(words)) return <Music />
  if (/\b(cat|dog|pet)\b/.test(words)) return <Cat />
  if (/\b(friend|call|talk)/.test(words)) return <MessageCircle />
  if (/\b(draw|read|knit)/.test(words)) return <NotebookPen />
  return <Leaf />
}

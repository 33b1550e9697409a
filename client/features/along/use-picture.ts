import { useEffect, useRef, useState } from 'react'
import type { CardSection, Missing } from './card.ts'
import { type CardKind, cardForms, DOTS_PER_METRE } from './card-forms.ts'
import { layOutCard } from './card-layout.ts'
import { loadFonts } from './fonts.ts'
import { lookOf, measureOn, paintCard } from './paint-card.ts'
import { withDensity } from './png-density.ts'

/** What is written on a card, and how it says that there is more. */
export interface CardWords {
  sections: readonly CardSection[]
  foot: string
  more: (count: number) => string
}

export type Picture = { kind: 'drawing' } | { kind: 'failed' } | { kind: 'drawn'; png: Blob; address: string; missing: Missing }

/** Words count as settled when they stay for so long, ms. */
const SETTLED_MS = 200
const DRAWING: Picture = { kind: 'drawing' }

/** The picture as a PNG, drawn anew when its words change. `look`: an element on the light theme. */
export const usePicture = (kind: CardKind, words: CardWords, look: Element | null): Picture => {
  const drawnOnce = useRef(false)
  const said = JSON.stringify([kind, words.sections, words.foot])
  const [{ of, picture }, setPicture] = useState<{ of: string; picture: Picture }>({ of: said, picture: DRAWING })
  // biome-ignore lint/correctness/useExhaustiveDependencies: `said` is what `kind` and `words` say
  useEffect(() => {
    if (!look) return
    let wanted = true
    // While the partner writes, a picture for every letter would only be in the way.
    const wait = drawnOnce.current ? SETTLED_MS : 0
    drawnOnce.current = true
    const show = (drawn: Picture) => {
      if (wanted) setPicture({ of: said, picture: drawn })
    }
    const timer = setTimeout(() => {
      drawPicture(kind, words, look).then(show, () => show({ kind: 'failed' }))
    }, wait)
    return () => {
      wanted = false
      clearTimeout(timer)
    }
  }, [said, look])
  return of === said ? picture : DRAWING
}

const drawPicture = async (kind: CardKind, { sections, foot, more }: CardWords, element: Element): Promise<Picture> => {
  const form = cardForms[kind]
  const canvas = document.createElement('canvas')
  canvas.width = form.width
  canvas.height = form.height
  const context = canvas.getContext('2d')
  if (!context) return { kind: 'failed' }
  const texts = sections.flatMap(({ label, items }) => [label, ...items.flatMap(item => item.map(({ text }) => text))])
  await loadFonts([...texts, foot, more(1)])
  const look = lookOf(element)
  const layout = layOutCard(form, sections, foot, more, measureOn(context, look))
  paintCard(context, form, layout, look)
  const bare = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'))
  if (!bare) return { kind: 'failed' }
  const density = DOTS_PER_METRE[kind]
  const png =
    density === null ? bare : new Blob([withDensity(new Uint8Array(await bare.arrayBuffer()), density)], { type: 'image/png' })
  return { kind: 'drawn', png, address: canvas.toDataURL('image/png'), missing: layout.missing }
}

import type { CardItem, CardSection, CardText } from './card.ts'
import type { Taken, TakenSignal } from './taken.ts'

/** Signals and phrases: what one needs at hand, and nothing that says whose they are. */
export const cardSections = ({ signals, phrases }: Taken, labels: { signals: string; phrases: string }): CardSection[] => [
  { label: labels.signals, items: signals.map(signalItem).filter(item => item.length > 0) },
  { label: labels.phrases, items: phrases.map((text): CardItem => [{ text, role: 'text' }]) },
]

/** Its name and emoji are its title; without them, whatever it says first. A gesture that is its name is still seen to be one. */
const signalItem = ({ emoji, word, meaning, gesture }: TakenSignal): CardItem => {
  const texts: CardText[] = [
    { text: [emoji, word || gesture].filter(Boolean).join(' '), role: 'title', gesture: word === '' && gesture !== '' },
    { text: meaning, role: 'meaning' },
    { text: word ? gesture : '', role: 'gesture', gesture: true },
  ]
  const [first, ...others] = texts.filter(({ text }) => text !== '')
  return first ? [{ ...first, role: 'title' }, ...others] : []
}

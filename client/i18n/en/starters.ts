import type { StarterTexts } from '../../documents/starter-texts.ts'

/** What a new space begins with: drafts to be made one's own. */
export const starterTexts: StarterTexts = {
  signals: [
    {
      word: 'Lighthouse',
      emoji: '🗼',
      gesture: 'Hand flat on my own chest',
      meaning: "I'm flooded. Stay near.",
      helps: 'Sit close. Few words.',
      answer1: "I'm here. I'll stay near.",
      answer2: 'Coming. Five minutes.',
    },
    {
      word: 'Feather',
      emoji: '🪶',
      gesture: 'Palm down, slowly',
      meaning: 'Speak softer.',
      helps: 'A lower voice. Shorter sentences.',
      answer1: 'Softer now.',
      answer2: 'Thank you for saying it.',
    },
    {
      word: 'Anchor',
      emoji: '⚓',
      gesture: 'Two fingers on the wrist',
      meaning: 'Are we okay?',
      helps: 'One honest line, soon.',
      answer1: 'We are okay.',
      answer2: 'Yes. Let us talk tonight.',
    },
  ],
  activities: ['Walk slowly, round the block', 'Cold water on face and wrists', 'Long breaths out, with quiet music'],
  phrases: ['I am here', 'We are okay', 'Take it slow', "I won't leave"],
  promises: [
    { seat: 'a', when: 'When it gets too much for me', say: 'I need time. I am okay. I will be back in an hour.' },
    { seat: 'b', when: 'When I am afraid of losing you', say: 'My alarm is on, and this is my pattern. I will wait for you.' },
  ],
}

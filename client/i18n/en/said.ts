/** What the partner said on coming back from a pause: it may come over any screen. */
export const said = {
  from: '{{name}} says',
  close: 'Thank you. Got it.',
  more: 'and {{count}} more',
  waiting: '{{name}} said something. It is waiting for you.',
  see: 'See it',
  choices: 'What you can do',
} as const

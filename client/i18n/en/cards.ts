/** What Now shows at times: signals that wait, one's own and the partner's, and offers for later. Grade 5 or lower. */
export const cards = {
  offer: {
    pushTitle: 'Be reached',
    pushMore: 'While the app is closed too.',
    notNow: 'Not now',
    drillTitle: 'Try it once together',
    drillMore: 'Practice on both phones. Three minutes.',
    drillAway: 'Not again',
  },
  open: {
    pressed: '{{word}}, pressed {{time}}',
    sent: '{{word}}, sent {{time}}',
    notSent: 'Not sent yet. Kept on this phone.',
    maybeSent: 'Perhaps sent. Known once this phone is connected.',
    maybeUnkept: 'Perhaps sent. Leave this page open.',
    unkept: 'Not sent yet. Leave this page open.',
    notReached: "Not on {{name}}'s phone yet.",
    noAnswer: 'No answer yet.',
    answered: '{{name}} answered {{word}}',
  },
  earlier: {
    sent: '{{name}} sent {{word}}',
    at: 'Pressed {{time}}. It came late.',
    before: 'Sent {{time}}',
    ownWords: 'Sent by {{name}} in these words, not those on your Now.',
    here: "I'm here.",
    answered: 'You answered: {{answer}}',
    more: 'and {{count}} more',
  },
  /** Signals that are not in sight until one scrolls. */
  moreBelow: '{{count}} more below',
} as const

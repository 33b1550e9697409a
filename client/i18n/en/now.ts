/** Now: the screen one opens in a hard moment. Grade 5 or lower, names not he or she, no please. */
export const now = {
  title: 'Now',
  greeting: {
    morning: 'Soft morning,\n{{name}}.',
    day: 'Clear day,\n{{name}}.',
    evening: 'Quiet evening,\n{{name}}.',
    night: 'Still night,\n{{name}}.',
  },
  /** The name is not known here yet. */
  nameless: {
    morning: 'Soft morning.',
    day: 'Clear day.',
    evening: 'Quiet evening.',
    night: 'Still night.',
  },
  ready: {
    ready: 'Signals ready',
    connecting: 'Connecting',
    offline: 'Not connected',
    outdated: 'Not connected',
    alone: 'Waiting for {{name}}',
    unreached: "Can't reach {{name}}'s phone right now.",
    unverified: 'Is this {{name}}?',
  },
  readyMore: {
    ready: 'A signal goes out at once.',
    readyClosed: 'Also with Holdfast closed there.',
    readyOpen: 'While Holdfast is open there.',
    connecting: 'A signal is kept and sent as soon as it can.',
    offline: 'A signal is kept and sent as soon as it can.',
    outdated: 'A signal is kept, and sent after a reload.',
    unkept: 'This browser keeps nothing here: leave this page open.',
    alone: 'Signals start once {{name}} is here.',
    unreached: 'A signal waits, and shows when that phone is back.',
    unverified: 'The keys do not match the invite. See settings.',
  },
  /** A pause ended or taken back here, and not confirmed. */
  pauseWaits: "{{name}}'s phone may still show the pause. It hears once this phone is connected.",
  answerWaits: 'Your answer is kept, and sent as soon as it can.',
  yourPartner: 'your partner',
  signals: 'Signals',
  tapToSend: 'Tap to send to {{name}}',
  /** Nothing was ever put in force: the words are not theirs yet. */
  tapStarter: 'Starters. Tap to send to {{name}}',
  /** The last signal in force was withdrawn. */
  tapStarterAgain: 'No signal in force. Starters. Tap to send to {{name}}',
  sendWord: 'Send {{word}}',
  pause: 'Pause us now',
  nudge: {
    inviteTitle: 'Bring {{name}} in',
    inviteMore: 'A link or a code. It works once.',
    wordsTitle: 'Keep your recovery words',
    wordsMore: 'They bring all of this back on a new phone.',
    startersTitle: 'Make these your own',
    startersMore: 'They are starters until you both agree.',
    signalTitle: 'Write a signal together',
    signalMore: 'In the agreement. One is enough.',
    repairTitle: 'Say sorry, and try again',
    reunionTitle: "You're both back.",
    reunionMore: 'Your words are ready to tap.',
  },
  moreEarlier: 'and {{count}} more',
} as const

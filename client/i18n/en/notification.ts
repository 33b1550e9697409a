/** What a notification says. Without `neutral` it may be read on a locked phone by anybody: nothing in it names a person or a word. */
export const notification = {
  neutral: 'Reminder',
  practice: 'Practice',
  here: 'I am here',
  open: 'Open',
  /** What "I am here" sends. */
  hereAnswer: "I'm here.",
  kept: 'Not sent yet. It goes as soon as it can.',
  partner: 'Your partner',
  signal: '{{name}} sent “{{word}}”',
  earlier: '{{name}} sent “{{word}}” earlier',
  /** A signal whose words do not fit, or cannot be opened here. */
  anySignal: 'A signal from {{name}}',
  earlierSignal: 'A signal from {{name}}, earlier',
  tookBack: '{{name}} took it back',
  answer: '{{name}} answered',
  /** Shown for a moment on the person's other devices. */
  answeredHere: 'Answered on your other device',
  /** Shown for a moment where it was answered here before it came. */
  answered: 'Answered',
  phrase: '{{name}} says',
  repair: '{{name}} wants to try again',
  drill: 'Practice with {{name}}',
  pause: 'Pause. Back at {{time}}.',
  noPause: 'The pause is over',
  back: "It's time. Welcome back.",
  missing: 'Come back, or name a new time',
} as const

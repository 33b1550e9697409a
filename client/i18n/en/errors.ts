import type { ErrorCode } from '../../../shared/errors.ts'

/** What is so, then what can be done (`way`). Never "you": nobody did anything wrong. */
export type ErrorText = { so: string; way: string }

/** Besides the server's refusals: what a device finds out by itself. */
export type LocalErrorCode = 'offline' | 'bad-link' | 'bad-words'

export const errors: Record<ErrorCode | LocalErrorCode, ErrorText> = {
  offline: { so: 'No connection right now.', way: 'What is written here is kept. Try again when there is a network.' },
  'bad-link': { so: 'This link is not whole.', way: 'Links break when only part is copied. Copy all of it, or scan the code.' },
  'bad-words': {
    so: 'These words do not fit together.',
    way: 'Each is in the list, but the order or one word differs. Look at the paper again.',
  },

  'bad-request': { so: 'The server could not read that.', way: 'Nothing was changed. Load the page again.' },
  'too-large': { so: 'This is too long to send.', way: 'Nothing was changed. A shorter one gets through.' },
  'too-many': { so: 'Too many tries in a short time.', way: 'Wait a minute. Nothing is lost.' },
  'not-found': { so: 'There is nothing here.', way: 'The way back leads home.' },
  'foreign-origin': {
    so: 'This page has another address than its server.',
    way: 'Open Holdfast at the address it was set up for.',
  },
  'old-protocol': { so: 'This page is older than the server.', way: 'Reload brings the new one. What is written here stays.' },
  'not-stored': { so: 'The server could not keep that.', way: 'It stays on this device. Trying again is safe.' },
  stopping: { so: 'The server is starting anew.', way: 'It is back in a moment. Trying again is safe.' },

  'no-token': { so: 'This device has no key to the space.', way: 'The recovery words or a new invite let it in.' },
  'wrong-token': { so: 'This server does not know this device.', way: 'All that is here stays.' },
  'access-ended': {
    so: 'This device no longer opens the space.',
    way: 'A new invite lets it in. The recovery words do, while its seat is still there.',
  },
  'not-yours': { so: 'This belongs to another space.', way: 'Nothing was changed. The way back leads home.' },
  'sample-only': { so: 'Only a sample couple can be removed this way.', way: 'Nothing was changed.' },

  'space-exists': { so: 'This space is there already.', way: 'Start again. A new one gets a new name.' },
  'space-full': {
    so: 'Two are in this space already.',
    way: 'There is no third place. Each partner can add devices with their own recovery words.',
  },
  'invite-unknown': { so: 'No invite answers to this link.', way: 'It may be cut short. Ask for a new one.' },
  'invite-used': { so: 'This invite was used before.', way: 'Each works once. Ask for a new one.' },
  'invite-expired': { so: 'This invite has ended.', way: 'Each lasts a day at most. Ask for a new one.' },
  'invite-revoked': { so: 'This invite was taken back.', way: 'Ask for a new one.' },
  'bad-certificate': {
    so: 'This device could not prove itself.',
    way: 'Nothing was changed. Start again from the words or the invite.',
  },
  'no-joiner': { so: 'Nobody has joined yet.', way: 'There is nothing to undo.' },
  'undo-over': { so: 'The time to undo this is over.', way: 'Help shows what can be done now.' },
  'recovery-unknown': {
    so: 'No space answers to these words.',
    way: 'Check each word and the order. A sample couple ends after a day.',
  },
  'too-many-devices': {
    so: 'Many new devices came in by these words today.',
    way: 'Nothing was changed. What holds this side already still gets in. If nobody here brought those devices in, somebody else has the words.',
  },
  'devices-full': {
    so: 'This side has as many devices as it can keep.',
    way: 'Nothing was changed. What they signed counts, so none makes way for a new one. What holds this side already still gets in.',
  },
  'key-box-changed': { so: 'Another device of this seat was quicker.', way: 'Trying again is safe.' },

  'id-reused': { so: 'This was sent before in another form.', way: 'Nothing was changed. Press once more.' },
  'log-full': { so: 'This space takes no more of these.', way: 'What was agreed stays as it is.' },
  'unknown-event': { so: 'This is no longer there to answer.', way: 'Now shows how things stand.' },
  'too-late': { so: 'The moment to take this back is over.', way: 'Now shows how things stand.' },

  'no-pause': { so: 'There is no pause now.', way: 'A new one can start at any time.' },
  stale: { so: 'The time for this has passed.', way: 'Choose a later time.' },
  'too-early': { so: 'A pause lasts 20 minutes at least.', way: 'Bodies need that long. The screen says from when.' },
  'too-short': { so: 'That time, or a later one, holds already.', way: 'The screen says which. Nothing more is needed.' },
  'too-long': { so: 'A pause ends within 24 hours.', way: 'Choose an earlier time. Talking about more is for a calm hour.' },
  'not-starter': { so: 'Only who called this pause can take it back.', way: 'The return time still holds.' },
  'pause-changed': { so: 'This pause stands now.', way: 'The time on the screen holds.' },
  'already-back': { so: 'The return is already known.', way: 'Nothing more is needed.' },

  'bad-update': { so: 'A change could not be read.', way: 'Load the page again. What was kept before stays.' },
  'foreign-content': { so: 'A change did not come from this app.', way: 'It was left out. What was kept before stays.' },
  'foreign-author': { so: "A change carried the other device's mark.", way: 'It was left out. Load the page again.' },
  'absurd-clock': { so: 'A change was out of order.', way: 'It was left out. Load the page again.' },
}

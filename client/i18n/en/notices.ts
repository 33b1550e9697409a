/** What keeps a page from doing what it should, or from being there. */
export const notices = {
  unknown: {
    title: 'Nothing is here.',
    more: 'The address may be cut short, or the page has moved.',
    home: 'Go to Now',
  },
  unknownDevice: 'This server does not know this device. All that is here stays.',
  outdated: {
    reload: 'Reload',
    reloading: 'Loading',
    kept: 'What is written here stays.',
    lost: 'This browser keeps nothing here: what was not sent goes with a reload.',
  },
  notKept: {
    memory: 'This browser keeps nothing here.',
    memoryMore:
      'All of it goes when this page closes or loads again. A window that is not private, or allowing site data, helps.',
    full: 'This browser keeps nothing new here.',
    fullMore: 'What came last goes when this page closes or loads again. Making room on this device helps.',
  },
  missing: {
    title: 'Some things are missing at this address.',
    works: 'It is a plain http address in the home network. Writing, signals and pauses work live.',
    not: 'Not here: notifications, opening without a network, keeping the screen awake, the share button, and installing. An https address brings them.',
  },
}

/** What every screen shares: top line, navigation, loading, ways out. */
export const shell = {
  home: 'Holdfast, now',
  help: 'Help',
  exit: 'Exit',
  safety: 'Help and quick exit',
  main: 'Main',
  now: 'Now',
  agreement: 'Agreement',
  journal: 'Journal',
  checkIns: 'Check-ins',
  more: 'More',
  loading: 'Opening',
  unknown: {
    title: 'Nothing is here.',
    more: 'The address may be cut short, or the page has moved.',
    home: 'Go to Now',
  },
  failed: {
    title: 'This page stopped.',
    more: 'What was written is safe on this device. Loading again brings it back.',
    reload: 'Load again',
    home: 'Go to Now',
  },
  outdated: {
    reload: 'Reload',
    reloading: 'Loading',
    kept: 'What is written here stays.',
    lost: 'This browser keeps nothing here: what was not sent goes with a reload.',
  },
  notKept: {
    title: 'This browser keeps nothing here.',
    more: 'All of it goes when this page closes or loads again. A window that is not private, or allowing site data, helps.',
  },
  missing: {
    title: 'Some things are missing at this address.',
    works: 'It is a plain http address in the home network. Writing, signals and pauses work live.',
    not: 'Not here: opening without a network, keeping the screen awake, the share button, and installing. An https address brings them.',
  },
}

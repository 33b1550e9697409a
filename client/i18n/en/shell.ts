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
  loadingLong: 'Still opening. What is not on this device yet comes with a connection.',
  failed: {
    title: 'This page stopped.',
    more: 'What this device has kept comes back when the page is loaded again.',
    reload: 'Load again',
    home: 'Go to Now',
  },
}

/** Parts of the app that are named and reached, and still being built. */
export const places = {
  building: 'This part is still being built.',
  journal: { title: 'Journal', about: 'A private place to notice what sets the alarm off. Nobody else will be able to open it.' },
  weeks: { title: 'Your two weeks', about: 'Entries seen as data, not as a verdict.' },
  checkIns: { title: 'Check-ins', about: 'Two minutes a day, a look at the week, and what to do after a setback.' },
  share: { title: 'Say it safely', about: 'One thing about oneself, told in a calm hour, with nothing asked of the other.' },
  reflection: { title: 'Reflection', about: 'A few questions about how the alarm tends to work. Not a diagnosis.' },
  learn: { title: 'Learn', about: 'Short pages on what helps when a bond feels threatened.' },
  more: {
    title: 'More',
    share: 'Say it safely',
    reflection: 'Reflection',
    learn: 'Learn',
    drill: 'Try it once together',
    drillMore: 'Practice for both phones.',
    settings: 'Settings',
    bothSides: 'Show both sides',
    bothSidesMore: 'A sample couple on two phones.',
    soon: 'Still being built',
    settingsMore: 'Devices, how it looks, your data',
  },
}

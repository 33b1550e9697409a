/** Help: what holds for everyone, without a network. Modest: nothing here claims to know the number that is right everywhere. */
export const help = {
  title: 'Help',
  trace:
    "Nobody sees that this page was opened. Exit shows a plain page at once. The browser's own Back button can still lead back here.",
  danger: {
    title: 'In danger now',
    about: 'Go where other people are, if that is safe. Then call the emergency number.',
    call: 'Call {{number}}',
    region: {
      eu: 'Europe, India, and most mobile phones anywhere',
      us: 'United States, Canada',
      uk: 'United Kingdom, Ireland',
      au: 'Australia',
      nz: 'New Zealand',
      cn: 'China: police',
      jp: 'Japan: police',
    },
    others: 'Other countries',
    other: 'Elsewhere: the number on local public phones, or 112 from a mobile phone.',
  },
  unsafe: {
    title: 'I do not feel safe with my partner',
    about: 'Fear, injury or control is not something two people settle with an app. Stop using this one for it.',
    one: 'Talk to one person outside, from a phone nobody else looks at.',
    two: 'Ask a local helpline for people harmed at home. Doctors, libraries and town halls know them. Many can be called free and without a name.',
    three: 'Leaving can be a risky time. People who do this work help to plan it.',
    four: "If someone checks this phone: the browser's history keeps the address of this site. A private window does not.",
    leave: 'Either of you may leave this space at once, alone, without a reason. Nothing here can say otherwise.',
  },
  more: {
    title: 'When more help is wise',
    about: 'No plan carries everything. These are reasons to see someone together, or alone:',
    years: 'Years of trying, and the same fight comes back.',
    control: 'Feeling out of control, again and again.',
    crisis: 'A crisis such as an affair, or talk of separating.',
    trauma: 'Heavy things from earlier that keep breaking in.',
    forms:
      'Forms that fit: emotionally focused therapy (EFT), couple therapy that works with attachment, and for trauma EMDR or body-based therapy.',
  },
  self: {
    title: 'Thoughts of ending your life',
    about:
      'Call the emergency number above, or a crisis line of your country. Tell one person now. Stay with people until it eases.',
  },
  back: 'Back',
}

/** Writing together: who changed what, and what both changed while apart. Nobody is praised or blamed. */
export const together = {
  lastByYou: 'Last changed by you, {{when}}',
  lastBy: 'Last changed by {{name}}, {{when}}',
  move: {
    begins: 'Moving {{title}}.',
    over: 'Place {{place}} of {{of}}.',
    stays: '{{title}} stays where it was.',
  },
  removedApart: {
    told: '“{{before}}” is removed. {{name}} changed it to “{{now}}” while apart.',
    toldSame: '“{{before}}” is removed. {{name}} changed it while apart.',
    theirs: "Bring it back with {{name}}'s words",
    before: 'Bring it back as it was',
    leave: 'Leave it out',
  },
  apart: {
    title: 'You both changed this while apart',
    about: 'What stands here now is both put together. Each version is kept until one of you decides.',
    aboutMinutes: 'One of the two stands here now. Both are kept until one of you decides.',
    wroteOn:
      'It was changed again since. Nothing of that is lost: both versions stay here to read, until one of you keeps it as it is.',
    youWrote: 'You wrote',
    wrote: '{{name}} wrote',
    nothing: 'nothing',
    keep: 'Keep it as it is',
    mine: 'Take mine',
    theirs: "Take {{name}}'s",
    shortest: 'Shortest pause',
    usual: 'Usual pause',
    longest: 'Longest pause',
    minutes: '{{count}} minutes',
  },
} as const

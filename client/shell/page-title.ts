type Title = (name: string) => string

/** What the tab's title says beside its name, the first before all others: something waits, a real screen covers the page, the page is practice. */
const SAYS = ['waits', 'covered', 'practice'] as const

/**
 * A page's title: one thing at a time, so that nothing real is ever called practice. Gives what says such a thing there, and that gives
 * back what takes it away again: the title is then as it would be without, whichever name was chosen meanwhile.
 */
export const titleOf = (page: () => { title: string }) => {
  let said: { what: (typeof SAYS)[number]; title: Title }[] = []
  let name = ''
  let drawn = ''
  const draw = () => {
    if (page().title !== drawn) name = page().title
    const [first] = SAYS.flatMap(one => said.findLast(({ what }) => what === one) ?? [])
    drawn = first ? first.title(name) : name
    page().title = drawn
  }
  return (what: (typeof SAYS)[number], title: Title): (() => void) => {
    const one = { what, title }
    said = [...said, one]
    draw()
    return () => {
      said = said.filter(other => other !== one)
      draw()
    }
  }
}

/** That of this tab. */
export const sayInTitle = titleOf(() => document)

/** Of all tabs one acts at a time. Absent on plain http pages: there each tab decides for itself. */
export const oneTabAtATime = async (act: () => Promise<void>): Promise<void> => {
  if ('locks' in navigator) await navigator.locks.request('holdfast.alarm', act)
  else await act()
}

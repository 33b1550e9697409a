import { useState } from 'react'
import { useLocation, useRouter } from 'wouter'
import { useHistoryState } from 'wouter/use-browser-location'
import { z } from 'zod/mini'
import { ofTab } from '../../shell/small-storage.ts'
import type { Names } from './name-step.tsx'

const NONE: Names = { name: '', partnerName: '' }
const Kept = z.object({ name: z.string(), partnerName: z.string() })

type Path = '/start' | '/join'

const keyOf = (base: string, path: Path): string => `holdfast.names${base}${path}`

/** They were used, be it by a page that died before it heard so. */
export const forgetNames = (base: string, path: Path): void => ofTab.remove(keyOf(base, path))

/**
 * The names typed at `path`, and which step of it is open. The names wait in this tab's session storage until they are used, the
 * step in the tab's history: a look at Help, a reload or the back button loses neither, and nothing is sent.
 */
export const useNames = (path: Path) => {
  const { base } = useRouter()
  const key = keyOf(base, path)
  const [names, setNames] = useState(() => read(key))
  const [, navigate] = useLocation()
  const onSafety: unknown = useHistoryState()
  const keep = (next: Names) => {
    ofTab.write(key, JSON.stringify(next))
    setNames(next)
  }
  return {
    names,
    keep,
    forget: () => forgetNames(base, path),
    step: onSafety === SAFETY && names.name.trim() !== '' ? 'safety' : 'name',
    goOn: (given: Names) => {
      setNames(given)
      navigate(path, { state: SAFETY })
    },
  } as const
}

/** The history entry of the safety check. */
const SAFETY = 'safety'

const read = (key: string): Names => {
  try {
    const kept = Kept.safeParse(JSON.parse(ofTab.read(key) ?? 'null'))
    return kept.success ? kept.data : NONE
  } catch {
    return NONE
  }
}

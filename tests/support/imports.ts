import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** Every module that a file brings with it, types left out: paths of ours, names of packages. Imports asked for later are not counted. */
export const filesReachedFrom = (file: string, reached = new Set<string>()): Set<string> => {
  if (reached.has(file)) return reached
  reached.add(file)
  const text = readFileSync(file, 'utf8')
  for (const [, clause = '', from = ''] of text.matchAll(/^(?:import|export)\s+([^'"]*?from\s+)?['"]([^'"]+)['"]/gm)) {
    if (/^type\s/.test(clause) || !needed(clause)) continue
    if (from.startsWith('.')) filesReachedFrom(normalize(join(dirname(file), from)), reached)
    else reached.add(from)
  }
  return reached
}

/** `{ type A, type B }` alone brings nothing. */
const needed = (clause: string): boolean => {
  const named = /^\{([\s\S]*)\}\s*from\s+$/.exec(clause)?.[1]
  return named === undefined || named.split(',').some(one => one.trim() !== '' && !one.trim().startsWith('type '))
}

import type { Change } from '../../documents/standing.ts'
import type { Translate } from '../../i18n/translate.ts'

/** "2 added, 1 changed", part by part: the same words before a version is put in force and in the list of versions. */
export const countedChanges = (changes: readonly Change[], t: Translate<'agreement'>): string[] =>
  (['added', 'changed', 'returned', 'removed'] as const).flatMap(kind => {
    const count = changes.filter(change => change.kind === kind).length
    return count > 0 ? t(`assent.force.${kind}`, { count }) : []
  })

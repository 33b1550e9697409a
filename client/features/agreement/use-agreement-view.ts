import type { AgreementView } from '../../documents/agreement-view.ts'
import type { HomeProjection } from '../../documents/home-projection.ts'
import type { AgreementInUse } from '../../documents/use-agreement.ts'
import { useHomeState } from '../../documents/use-home.ts'

/** What to show: the agreement, or, for the moment until it is read, what the home screen keeps of it. Null before that. */
export const useAgreementView = (inUse: AgreementInUse | null): AgreementView | null => {
  const { home, read } = useHomeState()
  if (inUse?.status.loaded) return inUse.view
  return read ? fromHome(home) : null
}

const fromHome = ({ signals, activities, phrases, pause, starters }: HomeProjection): AgreementView => ({
  signals: signals.map(({ clauseId, answers: [answer1 = '', answer2 = ''], ...texts }) => ({
    ...bare(clauseId, starters),
    kind: 'signal',
    texts: { ...texts, answer1, answer2 },
  })),
  activities: activities.map((activity, place) => ({
    ...bare(`activity-${place}`, starters),
    kind: 'activity',
    texts: { activity },
  })),
  phrases: phrases.map((phrase, place) => ({ ...bare(`phrase-${place}`, starters), kind: 'phrase', texts: { phrase } })),
  promises: [],
  pause,
  leftOut: 0,
})

const bare = (id: string, starter: boolean) => ({ id, order: '', starter, seat: null })

import { useCallback, useEffect, useState } from 'react'
import { useLocation, useRouter } from 'wouter'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useSession } from '../../sync/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { Text } from '../../ui/text.tsx'
import { NameStep } from './name-step.tsx'
import { dropInvite } from './pending-invite.ts'
import { type Failure, Refused } from './refused.tsx'
import { SafetyStep } from './safety-step.tsx'
import styles from './step.module.css'
import { StepHeading } from './step-heading.tsx'
import { useNames } from './use-names.ts'

type Looked = { state: 'looking' } | { state: 'open'; from: string } | { state: 'failed'; failure: Failure }

/** An invite in hand: whose it is, then name, safety check, and in. */
export const Joining = ({ fragment }: { fragment: string }) => {
  const { t } = useTranslation('pairing')
  const session = useSession()
  const [looked, setLooked] = useState<Looked>({ state: 'looking' })
  const look = useCallback(async () => {
    const answer = await session.lookAtInvite(fragment)
    setLooked(answer.ok ? { state: 'open', from: answer.name } : { state: 'failed', failure: answer })
  }, [session, fragment])
  useEffect(() => void look(), [look])
  switch (looked.state) {
    case 'looking':
      return (
        <div className={styles.step} role="status">
          <Text kind="sub">{t('join.looking')}</Text>
        </div>
      )
    case 'failed':
      return <BadInvite failure={looked.failure} again={() => void look()} />
    case 'open':
      return <Steps fragment={fragment} from={looked.from} refused={failure => setLooked({ state: 'failed', failure })} />
  }
}

/** Refusals after which the same link can still work. */
const PASSING: Failure['code'][] = ['offline', 'too-many', 'not-stored', 'stopping']

const BadInvite = ({ failure, again }: { failure: Failure; again: () => void }) => {
  const { t } = useTranslation('pairing')
  const { base } = useRouter()
  const [, navigate] = useLocation()
  return (
    <>
      <div className={styles.step}>
        <StepHeading>{t(PASSING.includes(failure.code) ? 'join.titleLater' : 'join.titleShut')}</StepHeading>
        <Refused failure={failure} />
      </div>
      <div className={styles.actions}>
        {PASSING.includes(failure.code) && (
          <Button kind="main" size="big" full onClick={again}>
            {t('join.again')}
          </Button>
        )}
        <Button size="big" full onClick={() => dropInvite(base)}>
          {t('join.another')}
        </Button>
        {failure.code === 'space-full' && (
          <Button size="big" full onClick={() => navigate('/recover')}>
            {t('join.words')}
          </Button>
        )}
      </div>
    </>
  )
}

const Steps = ({ fragment, from, refused }: { fragment: string; from: string; refused: (failure: Failure) => void }) => {
  const { t } = useTranslation('pairing')
  const session = useSession()
  const { base } = useRouter()
  const { names, keep, forget, step, goOn } = useNames('/join')
  const [joining, setJoining] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const join = async () => {
    setJoining(true)
    setFailure(null)
    const outcome = await session.join({ fragment, name: names.name })
    setJoining(false)
    if (outcome.ok) {
      forget()
      return dropInvite(base)
    }
    if (!PASSING.includes(outcome.code)) return refused(outcome)
    setFailure(outcome)
  }
  switch (step) {
    case 'name':
      return (
        <NameStep
          title={from === '' ? t('join.titleOpen') : t('join.title', { name: from })}
          about={t('join.about')}
          go={t('join.join')}
          askPartner={false}
          given={names}
          typed={keep}
          done={goOn}
        />
      )
    case 'safety':
      return (
        <>
          {failure && <Refused failure={failure} />}
          <SafetyStep busy={joining} done={() => void join()} />
        </>
      )
  }
}

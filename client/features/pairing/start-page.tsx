import { useState } from 'react'
import { Redirect, useLocation } from 'wouter'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { NameStep } from './name-step.tsx'
import { type Failure, Refused } from './refused.tsx'
import { SafetyStep } from './safety-step.tsx'
import { useNames } from './use-names.ts'
import { WordsStep } from './words-step.tsx'

/** `/start`: a name, the private safety check, the recovery words. A reload after the space is made comes back to the words. */
export const StartPage = () => {
  const { t } = useTranslation('pairing')
  const { phase, wordsUnconfirmed } = useSessionState()
  const [, navigate] = useLocation()
  const [making, setMaking] = useState(false)
  const back = { href: '/', label: t('start') }
  switch (phase) {
    case 'loading':
      return <Page back={back}>{null}</Page>
    case 'none':
    case 'ended':
      return (
        <Page back={back}>
          <Making made={() => setMaking(true)} />
        </Page>
      )
    case 'alone':
    case 'paired': {
      const next = phase === 'alone' ? '/invite' : '/'
      if (!wordsUnconfirmed && !making) return <Redirect href={next} replace />
      return (
        <Page>
          <WordsStep done={() => navigate(next)} />
        </Page>
      )
    }
  }
}

const Making = ({ made }: { made: () => void }) => {
  const { t } = useTranslation('pairing')
  const session = useSession()
  const { names, keep, forget, step, goOn } = useNames('/start')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const make = async () => {
    setBusy(true)
    setFailure(null)
    const outcome = await session.createSpace(names)
    setBusy(false)
    if (!outcome.ok) return setFailure(outcome)
    forget()
    made()
  }
  switch (step) {
    case 'name':
      return (
        <NameStep
          title={t('name.title')}
          about={t('name.about')}
          go={t('name.continue')}
          askPartner
          given={names}
          typed={keep}
          done={goOn}
        />
      )
    case 'safety':
      return (
        <>
          {failure && <Refused failure={failure} />}
          <SafetyStep busy={busy} done={() => void make()} />
        </>
      )
  }
}

import { useEffect, useState } from 'react'
import { Redirect, useLocation, useRouter } from 'wouter'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { Text } from '../../ui/text.tsx'
import { Joining } from './joining.tsx'
import { PasteInvite } from './paste-invite.tsx'
import { dropInvite, usePendingInvite } from './pending-invite.ts'
import styles from './step.module.css'
import { StepHeading } from './step-heading.tsx'
import { forgetNames } from './use-names.ts'
import { WordsStep } from './words-step.tsx'

/** `/join`: what the invite says, or a place to paste it; then name, safety check and recovery words. */
export const JoinPage = () => {
  const { t } = useTranslation('pairing')
  const { base } = useRouter()
  const fragment = usePendingInvite(base)
  const { phase, wordsUnconfirmed } = useSessionState()
  const [, navigate] = useLocation()
  switch (phase) {
    case 'loading':
      return <Page>{null}</Page>
    case 'none':
    case 'ended':
      return (
        <Page back={{ href: '/', label: t('start') }}>
          {fragment === null ? <PasteInvite /> : <Joining key={fragment} fragment={fragment} />}
        </Page>
      )
    case 'alone':
    case 'paired':
      if (fragment !== null) return <OpenedInside key={fragment} fragment={fragment} />
      if (!wordsUnconfirmed) return <Redirect href="/" replace />
      return (
        <Page>
          <WordsStep done={() => navigate('/')} />
        </Page>
      )
  }
}

/**
 * An invite in a browser that is in a space. When it is the one that led there (the page was loaded anew meanwhile, or the link
 * opened once more), what comes next is what comes after joining.
 */
const OpenedInside = ({ fragment }: { fragment: string }) => {
  const session = useSession()
  const { base } = useRouter()
  const [opened, setOpened] = useState<'looking' | 'joined' | 'another'>('looking')
  useEffect(() => {
    let shown = true
    void session.lookAtInvite(fragment).then(answer => {
      if (!shown) return
      if (!answer.ok || !answer.joined) return setOpened('another')
      forgetNames(base, '/join')
      if (session.state().wordsUnconfirmed) dropInvite(base)
      else setOpened('joined')
    })
    return () => {
      shown = false
    }
  }, [session, base, fragment])
  switch (opened) {
    case 'looking':
      return <Page>{null}</Page>
    case 'joined':
    case 'another':
      return <InSpace opened={opened} leave={() => dropInvite(base)} />
  }
}

const InSpace = ({ opened, leave }: { opened: 'joined' | 'another'; leave: () => void }) => {
  const { t } = useTranslation('pairing')
  const [, navigate] = useLocation()
  const home = () => {
    navigate('/')
    leave()
  }
  return (
    <Page>
      <div className={styles.step}>
        <div className={styles.head}>
          <StepHeading>{t(opened === 'joined' ? 'join.joined' : 'join.haveSpace')}</StepHeading>
          <Text kind="sub">{t(opened === 'joined' ? 'join.joinedMore' : 'join.haveSpaceMore')}</Text>
        </div>
      </div>
      <div className={styles.actions}>
        <Button kind="main" size="big" full onClick={home}>
          {t('join.home')}
        </Button>
      </div>
    </Page>
  )
}

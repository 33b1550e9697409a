import { Redirect, useLocation, useRouter } from 'wouter'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { useSessionState } from '../../sync/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { Text } from '../../ui/text.tsx'
import { Joining } from './joining.tsx'
import { PasteInvite } from './paste-invite.tsx'
import { dropInvite, usePendingInvite } from './pending-invite.ts'
import styles from './step.module.css'
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
      if (fragment !== null) return <HasSpace leave={() => dropInvite(base)} />
      if (!wordsUnconfirmed) return <Redirect href="/" replace />
      return (
        <Page>
          <WordsStep done={() => navigate('/')} />
        </Page>
      )
  }
}

const HasSpace = ({ leave }: { leave: () => void }) => {
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
          <h1>{t('join.haveSpace')}</h1>
          <Text kind="sub">{t('join.haveSpaceMore')}</Text>
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

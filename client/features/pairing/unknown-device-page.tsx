import { useState } from 'react'
import { Redirect, useLocation } from 'wouter'
import { useTranslation } from '../../i18n/use-translation.ts'
import { OpeningPage } from '../../shell/opening-page.tsx'
import { Page } from '../../shell/page.tsx'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Text } from '../../ui/text.tsx'
import { type Failure, Refused } from './refused.tsx'
import styles from './step.module.css'

/** `/device` while the server does not know this device: what may be so, and the ways on. Nothing is removed unless it is asked for. */
export const UnknownDevicePage = () => {
  const { t } = useTranslation('pairing')
  const session = useSession()
  const { connection } = useSessionState()
  const [, navigate] = useLocation()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  // After a reload nobody knows yet.
  if (connection === 'connecting') return <OpeningPage />
  if (connection !== 'unknown') return <Redirect href="/" replace />
  const ask = async () => {
    setBusy(true)
    setFailure(null)
    const outcome = await session.askAgain()
    setBusy(false)
    if (!outcome.ok) setFailure(outcome)
  }
  return (
    <Page back={{ href: '/', label: t('toNow') }}>
      <div className={styles.step}>
        <div className={styles.head}>
          <h1>{t('unknown.title')}</h1>
          <Text kind="sub">{t('unknown.about')}</Text>
          <Text kind="sub">{t('unknown.stays')}</Text>
        </div>
        <p role="status">{failure?.code === 'wrong-token' && t('unknown.still')}</p>
        {failure && failure.code !== 'wrong-token' && <Refused failure={failure} />}
      </div>
      <div className={styles.actions}>
        <Button kind="main" size="big" full onClick={() => void ask()} disabled={busy}>
          {t(busy ? 'unknown.asking' : 'unknown.ask')}
        </Button>
        <Button size="big" full onClick={() => navigate('/recover')}>
          {t('ended.words')}
        </Button>
        <Button size="big" full onClick={() => navigate('/agreement/along')}>
          {t('unknown.along')}
        </Button>
        <LetGo failed={setFailure} />
      </div>
    </Page>
  )
}

const LetGo = ({ failed }: { failed: (failure: Failure) => void }) => {
  const { t } = useTranslation('pairing')
  const session = useSession()
  const { unsent } = useSessionState()
  const [, navigate] = useLocation()
  const [asking, setAsking] = useState(false)
  const leave = async () => {
    const outcome = await session.letGo()
    if (outcome.ok) return navigate('/', { replace: true })
    setAsking(false)
    failed(outcome)
  }
  return (
    <>
      <Button kind="text" onClick={() => setAsking(true)}>
        {t('unknown.leave')}
      </Button>
      <Dialog
        title={t('unknown.leaveTitle')}
        open={asking}
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button kind="main" size="big" full onClick={() => setAsking(false)}>
              {t('unknown.keep')}
            </Button>
            <Button size="big" full onClick={() => void leave()}>
              {t('unknown.leaveDo')}
            </Button>
          </>
        }
      >
        <Text kind="sub">{t('unknown.leaveAbout')}</Text>
        {unsent > 0 && <Text kind="sub">{t('unknown.unsent', { count: unsent })}</Text>}
      </Dialog>
    </>
  )
}

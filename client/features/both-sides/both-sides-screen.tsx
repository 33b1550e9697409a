import { useRef, useState } from 'react'
import { Redirect, useLocation } from 'wouter'
import { usePartner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { Switch } from '../../ui/switch.tsx'
import { Text } from '../../ui/text.tsx'
import { useKeptFocus } from '../../ui/use-kept-focus.ts'
import styles from './both-sides.module.css'
import { NoPhones } from './no-phones.tsx'
import { Phones } from './phones.tsx'
import { NextStep, Steps } from './steps.tsx'
import { usePhones } from './use-phones.ts'
import { useSampleCouple } from './use-sample-couple.ts'

/** `/both-sides`: a sample couple's two phones, on the real server. Not once more inside one of them. */
export const BothSidesScreen = () => {
  const { profile } = useSession()
  return profile === 'own' ? <BothSides /> : <Redirect href="/" replace />
}

const BothSides = () => {
  const { t } = useTranslation('bothSides')
  const [names] = useState(() => ({ a: t('a'), b: t('b') }))
  const frames = { a: useRef<HTMLIFrameElement>(null), b: useRef<HTMLIFrameElement>(null) }
  const { state, remove, startAgain, over } = useSampleCouple(names)
  const { done, news, offline, takeOffline, reset } = usePhones(frames, over)
  const heading = useRef<HTMLHeadingElement>(null)
  useKeptFocus(heading, state.kind)
  const partner = usePartner()
  const gone = state.kind === 'removed' || state.kind === 'over'
  const busy = state.kind === 'making' || state.kind === 'removing'
  const anew = (act: () => Promise<unknown>) => () => {
    reset()
    void act()
  }
  return (
    <Page width="full" className={styles.page}>
      <div className={styles.layout}>
        <div className={styles.intro}>
          <h1 ref={heading}>{t('title')}</h1>
          {!gone && (
            <Text kind="sub">
              {t('about', names)} {t('aboutMore')}
            </Text>
          )}
          {partner && <Text kind="sub">{t('rests', { name: partner.name })}</Text>}
        </div>
        <div className={styles.phones}>
          {state.kind === 'running' && (
            <Phones frames={frames} names={names} news={news} next={<NextStep done={done} names={names} />} />
          )}
          <NoPhones state={state} />
        </div>
        <div className={styles.guide}>
          {state.kind !== 'removed' && <Steps done={done} names={names} />}
          {state.kind === 'running' && (
            <Switch
              label={t('offline', { name: names.b })}
              detail={t('offlineMore', names)}
              checked={offline}
              onChange={takeOffline}
            />
          )}
          <div className={styles.ways}>
            <WayHome />
            <Button size="big" disabled={busy} onClick={anew(startAgain)}>
              {t('startAgain')}
            </Button>
            {state.kind === 'running' && (
              <Button kind="text" onClick={anew(remove)}>
                {t('remove')}
              </Button>
            )}
          </div>
        </div>
      </div>
    </Page>
  )
}

/** To a space of one's own: the one that is here already, or a new one. */
const WayHome = () => {
  const { t } = useTranslation('bothSides')
  const { phase } = useSessionState()
  const [, navigate] = useLocation()
  const hasSpace = phase === 'alone' || phase === 'paired'
  return (
    <Button kind="main" size="big" onClick={() => navigate(hasSpace ? '/' : '/start')}>
      {hasSpace ? t('ourSpace') : t('makeSpace')}
    </Button>
  )
}

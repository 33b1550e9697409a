import { type ReactNode, Suspense, useEffect, useState } from 'react'
import { Redirect, Route, Router, Switch, useLocation } from 'wouter'
import { HomeKeeper } from './features/now/home-keeper.tsx'
import { loadOffers } from './features/now/next-thing.tsx'
import { loadCards, NowScreen } from './features/now/now-screen.tsx'
import { loadFeel, PauseGate } from './features/pause/pause-gate.tsx'
import { IncomingSignal, loadAfterAlert } from './features/signal/incoming-signal.tsx'
import { crisisRoutes, drillLine, ended, type PageRoute, routes, told, unknown, welcome } from './routes.tsx'
import { ErrorBoundary } from './shell/error-boundary.tsx'
import { FailedPage } from './shell/failed-page.tsx'
import { keepLate } from './shell/keep-late.ts'
import { loadNotices, Notices } from './shell/notices.tsx'
import { OpeningPage } from './shell/opening-page.tsx'
import { PageNotice } from './shell/page-notice.ts'
import type { Place } from './shell/profile.ts'
import { OverScreens } from './shell/quiet-line.tsx'
import type { Session } from './sync/session.ts'
import { SessionProvider, useSession, useSessionState } from './sync/use-session.ts'
import { late, untilThere } from './ui/late.ts'

const SamplePhone = late(async () => (await import('./features/both-sides/sample-phone.tsx')).SamplePhone)

/** The whole app under one base path: `/` for oneself, `/sample/a` and `/sample/b` for the phones of a sample couple. */
export const App = ({ place: { profile, base } }: { place: Place }) => (
  <Router base={base}>
    <ErrorBoundary instead={<FailedPage />}>
      {profile === 'own' ? (
        <OwnPages />
      ) : (
        <Suspense>
          <SamplePhone profile={profile}>
            <Pages />
          </SamplePhone>
        </Suspense>
      )}
    </ErrorBoundary>
  </Router>
)

/** Beside a sample couple's phones one's own session rests: it reads, and asks, sends and writes nothing. */
const OwnPages = () => {
  const resting = useLocation()[0] === '/both-sides'
  return (
    <SessionProvider key={String(resting)} profile="own" resting={resting}>
      <Pages resting={resting} />
    </SessionProvider>
  )
}

const Pages = ({ resting = false }) => {
  const session = useSession()
  const { me } = useSessionState()
  const seat = me?.seat
  const [room, setRoom] = useState<HTMLElement | null>(null)
  useEffect(() => {
    document.documentElement.dataset['me'] = seat ?? 'a'
  }, [seat])
  useEffect(fetchAhead, [])
  useEffect(() => (resting || session.profile !== 'own' ? undefined : keepPushLate(session)), [session, resting])
  useEffect(() => takeNewApp(session), [session])
  return (
    <>
      <PageNotice
        value={
          <>
            <Notices />
            <div ref={setRoom} data-room="" />
          </>
        }
      >
        <PageFrame>
          <Places />
        </PageFrame>
      </PageNotice>
      {!resting && (
        <>
          <HomeKeeper />
          <PauseGate />
          <OverScreens room={room}>
            <Practice />
            <Told />
            <IncomingSignal />
          </OverScreens>
        </>
      )}
    </>
  )
}

/** What the partner answered or said, over any screen. */
const Told = () => {
  const { signals, tests, repairs, pause } = useSessionState()
  return (
    <ErrorBoundary instead={null}>
      <Suspense>
        {(repairs[0] ?? pause.phrases[0] ?? signals[0] ?? tests[0] ?? pause.state.kind === 'paused') && <told.Page />}
      </Suspense>
    </ErrorBoundary>
  )
}

/** That a drill runs. On its own: practice keeps nothing real from being told. */
const Practice = () => {
  const { drill } = useSessionState()
  return (
    drill.length > 0 && (
      <ErrorBoundary instead={null}>
        <Suspense>
          <drillLine.Page />
        </Suspense>
      </ErrorBoundary>
    )
  )
}

const Places = () => (
  <Switch>
    <Route path="/">
      <Home />
    </Route>
    {routes.map(route => (
      <Route key={route.path} path={route.path}>
        <Shown route={route} />
      </Route>
    ))}
    <Route>
      <unknown.Page />
    </Route>
  </Switch>
)

/** While a page loads, its frame stands; when one breaks, going elsewhere leaves it. */
const PageFrame = ({ children }: { children: ReactNode }) => {
  const [path] = useLocation()
  const navigation = routes.some(route => route.path === path && route.navigation)
  return (
    <ErrorBoundary key={path} instead={<FailedPage />}>
      <Suspense fallback={<OpeningPage navigation={navigation} />}>{children}</Suspense>
    </ErrorBoundary>
  )
}

const Home = () => {
  const { phase } = useSessionState()
  switch (phase) {
    case 'loading':
      return <OpeningPage />
    case 'none':
      return <welcome.Page />
    case 'ended':
      return <ended.Page />
    case 'alone':
    case 'paired':
      return <NowScreen />
  }
}

const Shown = ({ route: { Page, load, needs, navigation } }: { route: PageRoute }) => {
  const { phase } = useSessionState()
  // Its code comes while the session still opens.
  useEffect(() => void load().catch(() => 0), [load])
  if (needs === 'nothing') return <Page />
  switch (phase) {
    case 'loading':
      return <OpeningPage navigation={navigation} />
    case 'none':
    case 'ended':
      return <Redirect href="/" replace />
    case 'alone':
    case 'paired':
      return <Page />
  }
}

/** A new version of the app comes when nobody looks and nothing can be lost. */
const takeNewApp = (session: Session): (() => void) => {
  const loading = import('./shell/new-app.ts').then(code => code.takeNewAppUnseen(session)).catch(() => undefined)
  return () => void loading.then(stop => stop?.())
}

/** Once this page is drawn: what a hard moment needs, and the other pages where no service worker keeps them. */
const fetchAhead = (): (() => void) => {
  const pages = 'serviceWorker' in navigator ? crisisRoutes : routes
  const timer = setTimeout(() => {
    for (const { load } of [
      ...pages,
      told,
      { load: loadNotices },
      { load: loadAfterAlert },
      { load: loadFeel },
      { load: loadCards },
      { load: loadOffers },
    ])
      void untilThere(load).catch(() => undefined)
  }, 1_000)
  return () => clearTimeout(timer)
}

/** After all that a first look needs. A page that is opened without a network has it the next time. */
const keepPushLate = (session: Session): (() => void) =>
  keepLate(
    act => setTimeout(act, 2_000),
    async () => (await import('./sync/push-keep.ts')).keepPush(session),
  )

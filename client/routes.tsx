import type { ComponentType } from 'react'
import { type LateNamespace, loadTexts } from './i18n/texts.ts'
import { late as lateComponent } from './ui/late.ts'

/** A page that is loaded when it is first needed, together with its texts. */
const late = <M,>(load: () => Promise<M>, pick: (module: M) => ComponentType, ...texts: LateNamespace[]): LatePage => {
  const loadAll = async (): Promise<M> => {
    const [module] = await Promise.all([load(), ...texts.map(loadTexts)])
    return module
  }
  return { Page: lateComponent(async () => pick(await loadAll())), load: loadAll }
}

interface LatePage {
  Page: ComponentType
  /** Brings the page's code, so that it is there before the network goes. */
  load: () => Promise<unknown>
}

const place = (name: 'journal' | 'weeks' | 'checkIns' | 'share' | 'reflection' | 'learn') =>
  late(
    () => import('./features/more/place-page.tsx'),
    ({ PlacePage }) =>
      () => <PlacePage place={name} />,
    'places',
    'pause',
  )

export interface PageRoute extends LatePage {
  path: string
  /** `space`: leads home while this device has no space. */
  needs: 'space' | 'nothing'
  /** The frame shown while it loads has the main navigation. */
  navigation: boolean
}

const page = (path: string, of: LatePage, needs: PageRoute['needs'], navigation = false): PageRoute => ({
  path,
  ...of,
  needs,
  navigation,
})

export const welcome = late(
  () => import('./features/pairing/welcome-page.tsx'),
  module => module.WelcomePage,
  'pairing',
)
export const ended = late(
  () => import('./features/pairing/ended-page.tsx'),
  module => module.EndedPage,
  'pairing',
)

export const unknown = late(
  () => import('./shell/unknown-page.tsx'),
  module => module.UnknownPage,
  'notices',
)

/** What comes over a screen when there is something to tell, fetched ahead. */
export const told = late(
  () => import('./told.tsx'),
  module => module.Told,
  'said',
  'signal',
  'pause',
  'repair',
)

/** That a drill runs, over any other screen. */
export const drillLine = late(
  () => import('./features/drill/drill-line.tsx'),
  module => module.DrillLine,
  'drill',
)

/** What a hard moment needs, fetched ahead. */
export const crisisRoutes: PageRoute[] = [
  page(
    '/signal',
    late(
      () => import('./features/signal/signal-screen.tsx'),
      module => module.SignalScreen,
      'signal',
      'pause',
    ),
    'space',
  ),
  page(
    '/pause',
    late(
      () => import('./features/pause/pause-screen.tsx'),
      module => module.PauseScreen,
      'pause',
    ),
    'space',
  ),
  page(
    '/repair',
    late(
      () => import('./features/repair/repair-screen.tsx'),
      module => module.RepairScreen,
      'repair',
    ),
    'space',
  ),
  page(
    '/body',
    late(
      () => import('./features/body/body-screen.tsx'),
      module => module.BodyScreen,
      'body',
    ),
    'space',
  ),
]

/** Every page but home. */
export const routes: PageRoute[] = [
  ...crisisRoutes,
  page(
    '/agreement',
    late(
      () => import('./features/agreement/agreement-screen.tsx'),
      module => module.AgreementScreen,
      'agreement',
      'drafting',
    ),
    'space',
    true,
  ),
  page(
    '/agreement/versions',
    late(
      () => import('./features/agreement/versions-screen.tsx'),
      module => module.VersionsScreen,
      'agreement',
    ),
    'space',
    true,
  ),
  page(
    '/agreement/along',
    late(
      () => import('./features/along/along-screen.tsx'),
      module => module.AlongScreen,
      'along',
      'agreement',
    ),
    'space',
    true,
  ),
  page(
    '/drill',
    late(
      () => import('./features/drill/drill-screen.tsx'),
      module => module.DrillScreen,
      'drill',
      'settings',
    ),
    'space',
  ),
  page(
    '/both-sides',
    late(
      () => import('./features/both-sides/both-sides-screen.tsx'),
      module => module.BothSidesScreen,
      'bothSides',
    ),
    'nothing',
  ),
  page(
    '/start',
    late(
      () => import('./features/pairing/start-page.tsx'),
      module => module.StartPage,
      'pairing',
    ),
    'nothing',
  ),
  page(
    '/join',
    late(
      () => import('./features/pairing/join-page.tsx'),
      module => module.JoinPage,
      'pairing',
    ),
    'nothing',
  ),
  page(
    '/recover',
    late(
      () => import('./features/pairing/recover-page.tsx'),
      module => module.RecoverPage,
      'pairing',
    ),
    'nothing',
  ),
  page(
    '/device',
    late(
      () => import('./features/pairing/unknown-device-page.tsx'),
      module => module.UnknownDevicePage,
      'pairing',
    ),
    'space',
  ),
  page(
    '/invite',
    late(
      () => import('./features/pairing/invite-page.tsx'),
      module => module.InvitePage,
      'pairing',
    ),
    'space',
  ),
  page(
    '/words',
    late(
      () => import('./features/pairing/words-page.tsx'),
      module => module.WordsPage,
      'pairing',
    ),
    'space',
  ),
  page(
    '/help',
    late(
      () => import('./features/help/help-page.tsx'),
      module => module.HelpPage,
      'help',
    ),
    'nothing',
  ),
  page(
    '/settings',
    late(
      () => import('./features/settings/settings-page.tsx'),
      module => module.SettingsPage,
      'settings',
    ),
    'nothing',
    true,
  ),
  page(
    '/more',
    late(
      () => import('./features/more/more-page.tsx'),
      module => module.MorePage,
      'places',
    ),
    'nothing',
    true,
  ),
  page('/journal/weeks', place('weeks'), 'nothing', true),
  page('/journal', place('journal'), 'nothing', true),
  page('/check-ins', place('checkIns'), 'nothing', true),
  page('/share', place('share'), 'nothing', true),
  page('/reflection', place('reflection'), 'nothing', true),
  page('/learn', place('learn'), 'nothing', true),
]

import { type ReactNode, use, useRef } from 'react'
import { useLocation } from 'wouter'
import { useTranslation } from '../i18n/use-translation.ts'
import { CalendarCheck, Ellipsis, Handshake, House, NotebookPen } from '../ui/icons.ts'
import { MainNavigation } from '../ui/main-navigation.tsx'
import { Screen, type ScreenProps } from '../ui/screen.tsx'
import { type Back, TopBar } from '../ui/top-bar.tsx'
import { leave } from './exit.ts'
import { useHeadingFocus } from './focus-heading.ts'
import { PageNotice } from './page-notice.ts'

export interface PageProps extends Pick<ScreenProps, 'ground' | 'width' | 'className' | 'children'> {
  /** In place of the mark. */
  back?: Back
  /** With the main navigation; crisis and pairing pages go without. */
  navigation?: boolean
  presence?: ReactNode
  /** Which of its views it shows: each opens at its top, its heading in focus. */
  view?: string | undefined
}

const MORE = ['/more', '/share', '/reflection', '/learn', '/settings']

/** The frame of every page: Help, Exit, the way home or back, the main navigation. Holds one `h1`, in focus after a navigation. */
export const Page = ({ back, navigation = false, presence, view, ...screen }: PageProps) => {
  const { t } = useTranslation('shell')
  const [path] = useLocation()
  const main = useRef<HTMLElement>(null)
  useHeadingFocus(main, view)
  const within = (...places: string[]) => places.some(place => path === place || path.startsWith(`${place}/`))
  return (
    <Screen
      ref={main}
      notice={use(PageNotice)}
      top={
        <TopBar
          home={{ href: '/', label: t('home') }}
          back={back}
          presence={presence}
          help={{ href: '/help', label: t('help') }}
          exit={{ onPress: leave, label: t('exit') }}
          safetyLabel={t('safety')}
        />
      }
      navigation={
        navigation && (
          <MainNavigation
            label={t('main')}
            links={[
              { href: '/', label: t('now'), icon: <House />, current: path === '/' },
              { href: '/agreement', label: t('agreement'), icon: <Handshake />, current: within('/agreement') },
              { href: '/journal', label: t('journal'), icon: <NotebookPen />, current: within('/journal') },
              { href: '/check-ins', label: t('checkIns'), icon: <CalendarCheck />, current: within('/check-ins') },
              { href: '/more', label: t('more'), icon: <Ellipsis />, current: within(...MORE) },
            ]}
          />
        )
      }
      {...screen}
    />
  )
}

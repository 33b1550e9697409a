import { useLocation } from 'wouter'
import { pausedBackAt } from '../../i18n/back-at.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { isCalm } from '../../shell/calm-page.ts'
import { QuietLine } from '../../shell/quiet-line.tsx'
import { useDrawn } from '../../sync/use-drawn.ts'
import { useNow } from '../../sync/use-now.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'

/** A pause that brings nobody to its page, told on Now and the other pages of a hard moment: calm ones have a line of their own. */
export const StartedAnew = () => {
  const [path, navigate] = useLocation()
  return isCalm(path) || path === '/pause' ? null : <Line see={() => navigate('/pause')} />
}

const Line = ({ see }: { see: () => void }) => {
  const { t } = useTranslation('pause')
  const session = useSession()
  const { state, named } = useSessionState().pause
  const now = useNow(session, 1_000)
  const shown = named?.mine === false ? named.id : null
  useDrawn(shown ?? '', () => {
    if (shown) void session.received(shown)
  })
  if (state.kind === 'none') return null
  return (
    <QuietLine action={t('see')} onPress={see}>
      {pausedBackAt(t, state.returnAt, now)}
    </QuietLine>
  )
}

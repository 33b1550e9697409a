import { useLocation } from 'wouter'
import { isRunning, turnOf } from '../../../shared/drill.ts'
import { useDrill } from '../../documents/use-drill.ts'
import { usePartner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { isHardMoment } from '../../shell/hard-moment.ts'
import { QuietLine } from '../../shell/quiet-line.tsx'
import { useSessionState } from '../../sync/use-session.ts'

/** While a drill runs, on every screen but those of a hard moment: one quiet line that leads to it. It alarms nobody. */
export const DrillLine = () => {
  const { t } = useTranslation('drill')
  const { me, pause } = useSessionState()
  const partner = usePartner()
  const [path, navigate] = useLocation()
  const { drill } = useDrill()
  const isElsewhere = path !== '/drill' && !isHardMoment(path)
  if (!me || !partner || !isRunning(drill) || !isElsewhere || pause.state.kind === 'paused') return null
  const isMine = turnOf(drill) === me.seat
  return (
    <QuietLine action={t('line.see')} onPress={() => navigate('/drill')}>
      {drill.kind === 'invited' && isMine
        ? t('line.invited', { name: partner.name })
        : t(isMine || turnOf(drill) === null ? 'line.yourTurn' : 'line.running')}
    </QuietLine>
  )
}

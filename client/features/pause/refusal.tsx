import { clockTime } from '../../i18n/clock-time.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { wholeMinute } from './moment.ts'

/** A step of the pause that was refused, in plain words with what holds instead. */
export const PauseRefusal = () => {
  const { t } = useTranslation('pause')
  const session = useSession()
  const { refusal } = useSessionState()
  if (refusal?.of !== 'pause') return null
  const early = refusal.code === 'too-early' && refusal.acceptedAt !== undefined
  const { so, way } = errorText(refusal.code)
  return (
    <Notice
      role="alert"
      title={early ? t('tooEarly', { time: clockTime(wholeMinute(refusal.acceptedAt ?? 0), session.now()) }) : so}
      actions={<Button onClick={() => session.dismissRefusal()}>{t('gotIt')}</Button>}
    >
      {!early && <p>{way}</p>}
    </Notice>
  )
}

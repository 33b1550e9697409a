import { useState } from 'react'
import { laterTimes } from '../../../shared/pause.ts'
import { useHome } from '../../documents/use-home.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useSessionState } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Clock } from '../../ui/icons.ts'
import { Text } from '../../ui/text.tsx'
import { LaterTimes, type LaterTimesProps } from './later-times.tsx'
import { NoLater } from './no-later.tsx'

/** Opens the later clock times in its place, or says why there are none. */
export const MoreTime = ({ state, now }: Pick<LaterTimesProps, 'state' | 'now'>) => {
  const { t } = useTranslation('pause')
  const { pause } = useSessionState()
  const { longest } = useHome().pause
  const [open, setOpen] = useState(false)
  if (laterTimes(state, now, longest, pause.limits).length === 0) return <NoLater state={state} now={now} />
  if (open) {
    return (
      <>
        <Text kind="crisisLabel" as="h2">
          {t('chooseTime')}
        </Text>
        <LaterTimes state={state} now={now} chosen={() => setOpen(false)} />
      </>
    )
  }
  return (
    <CrisisKey icon={<Clock />} onClick={() => setOpen(true)}>
      {t('moreTime')}
    </CrisisKey>
  )
}

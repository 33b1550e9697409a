import { useEffect, useRef, useState } from 'react'
import type { Checklist } from '../../../shared/drill.ts'
import { isQuiet } from '../../../shared/signal.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useQuietUntil } from '../../shell/choose-attention.ts'
import { ringBell } from '../../shell/sound.ts'
import { usePush } from '../../sync/use-push.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { Check, CircleQuestionMark, X } from '../../ui/icons.ts'
import { useKeptFocus } from '../../ui/use-kept-focus.ts'
import { checklistOf, type DeviceFacts, whyNotReached } from './checklist.ts'
import { lookAtDevice } from './device-facts.ts'
import styles from './drill.module.css'
import type { OverProps } from './over.tsx'
import { TurnOn } from './turn-on.tsx'

const MARK = { yes: <Check />, no: <X />, unknown: <CircleQuestionMark /> } as const
const ROWS = ['reached', 'sound', 'closed', 'offline'] as const

/** Per device: did it get through, is it heard, is it reached while closed, does it open without a network. Told to the other phone too. */
export const DeviceCheck = ({ drill, me, partner }: Omit<OverProps, 'now'>) => {
  const { t } = useTranslation('drill')
  const session = useSession()
  const { devices } = useSessionState()
  const own = devices.find(({ thisOne }) => thisOne)
  const told = own && drill.checked[own.deviceId]
  const [facts, setFacts] = useState<DeviceFacts>({ closed: 'unknown', offline: 'unknown' })
  const push = usePush(session)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is wanted and was not there may be there once it was looked for
  useEffect(() => void lookAtDevice().then(setFacts), [push.looking])
  const list = checklistOf(drill.rehearsed, told, facts)
  const rests = isQuiet(useQuietUntil(), session.now())
  const title = useRef<HTMLHeadingElement>(null)
  useKeptFocus(title, `${list.sound} ${list.closed}`)
  const [drillId] = drill.ids
  const tell = (found: Partial<Checklist>) =>
    drillId && void session.pressDrill({ step: 'checked', drill: drillId, list: { ...list, ...found } })
  const turned = async (isOn: boolean) => {
    const found = await lookAtDevice()
    const closed = isOn ? found.closed : 'no'
    setFacts({ ...found, closed })
    // Told before, it is told again as it is now.
    if (told) tell({ closed })
  }

  return (
    <>
      <h2 ref={title} className={styles.label}>
        {t('check.title')}
      </h2>
      <ul className={styles.checks}>
        {ROWS.map(row => (
          <li data-calm key={row} data-found={list[row]}>
            {MARK[list[row]]}
            <span>
              <b>{t(`check.${row}`)}</b>: {t(`check.${list[row]}`)}
              {list[row] === 'no' && <Lack of={row === 'closed' ? whyNotReached(push) : `${row}No`} />}
            </span>
            {row === 'closed' && list.closed === 'no' && <TurnOn push={push} turned={turned} />}
            {row === 'sound' && list.sound === 'unknown' && (
              <div className={styles.ask}>
                <p>{t(rests ? 'check.soundRests' : 'check.soundAsk')}</p>
                <Button onClick={() => ringBell(0.3)}>{t('check.ring')}</Button>
                <Button onClick={() => tell({ sound: 'yes' })}>{t('check.heard')}</Button>
                <Button onClick={() => tell({ sound: 'no' })}>{t('check.notHeard')}</Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      <Others drill={drill} me={me} partner={partner} />
    </>
  )
}

/** What is missing, or what helps; nothing while that is not known. */
const Lack = ({ of: lack }: { of: 'closedOn' | `${(typeof ROWS)[number]}No` | null }) => {
  const { t } = useTranslation('drill')
  return lack && <small>{t(`check.${lack}`)}</small>
}

/** What other devices found out and told. */
const Others = ({ drill, me, partner }: Omit<OverProps, 'now'>) => {
  const { t } = useTranslation('drill')
  const { devices } = useSessionState()
  const others = devices.filter(({ thisOne, deviceId }) => !thisOne && drill.checked[deviceId])
  if (others.length === 0) return null
  return (
    <>
      <h2 className={styles.label}>{t('check.others')}</h2>
      {others.map(({ deviceId, seat, label }) => (
        <div key={deviceId} className={styles.other}>
          <b>{seat === me.seat ? t('check.yours', { device: label }) : t('check.of', { name: partner.name, device: label })}</b>
          <ul>
            {ROWS.map(row => {
              const found = drill.checked[deviceId]?.[row] ?? 'unknown'
              return (
                <li data-calm key={row} data-found={found}>
                  {MARK[found]}
                  {t(`check.short.${row}`)}: {t(`check.${found}`)}
                </li>
              )
            })}
          </ul>
        </div>
      ))}
    </>
  )
}

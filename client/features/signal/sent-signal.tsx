import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { isQuiet } from '../../../shared/signal.ts'
import { useHome } from '../../documents/use-home.ts'
import { pausedBackAt } from '../../i18n/back-at.ts'
import type { Translate } from '../../i18n/translate.ts'
import type { Partner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { quietUntil } from '../../shell/attention.ts'
import { BodyKey } from '../../shell/body-key.tsx'
import { buzz } from '../../shell/buzz.ts'
import { Page } from '../../shell/page.tsx'
import { callLink, textLink } from '../../sync/partner-number.ts'
import type { Person, SignalView } from '../../sync/session.ts'
import { useClosed } from '../../sync/use-closed.ts'
import { usePartnerNumber } from '../../sync/use-partner-number.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { BreathingFloat } from '../../ui/breathing-float.tsx'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { CrisisLink } from '../../ui/crisis-link.tsx'
import { DeliveryStrand } from '../../ui/delivery-strand.tsx'
import { Check, House, MessageCircle, Pause, Phone, Smartphone, Undo2 } from '../../ui/icons.ts'
import { keptClear } from '../../ui/kept-clear.ts'
import { Sentences } from '../../ui/sentences.tsx'
import { SignalIcon } from '../../ui/signal-icon.tsx'
import { Duo, ThumbZone } from '../../ui/thumb-zone.tsx'
import { useHeldTime } from '../../ui/use-held-time.ts'
import { useKeptFocus } from '../../ui/use-kept-focus.ts'
import { useSettled } from '../../ui/use-settled.ts'
import { knotsOf } from './knots.ts'
import styles from './signal.module.css'
import { silentUntil } from './silent-until.ts'
import { canTakeBack, type Stage, stageOf, takeBackSeconds, takenBackWith, withEarlierPresses } from './stage.ts'

interface SentSignalProps {
  signal: SignalView
  me: Person
  partner: Partner
  /** The server's clock, ms. */
  now: number
}

/** Where an own signal is: sent, on the partner's phone, answered. Nothing is said that is not known. */
export const SentSignal = ({ signal: own, me, partner, now }: SentSignalProps) => {
  const { t } = useTranslation('signal')
  const { signals, connection, storage } = useSessionState()
  const signal = withEarlierPresses(own, signals)
  const at = useHeldTime(now)
  const stage = stageOf(signal, connection, at)
  const seconds = takeBackSeconds(signal, at)
  const takeBack = canTakeBack(signal, at)
  const heading = useRef<HTMLHeadingElement>(null)
  useKeptFocus(heading, `${stage} ${takeBack}`)
  useAnswerBuzz(stage, now)
  const { name } = partner

  return (
    <Page width="phone" ground={stage === 'answered' ? `from-${partner.seat}` : 'ours'}>
      <section ref={keptClear} className={styles.head}>
        <p className={styles.what}>
          <SignalIcon emoji={signal.content.emoji} />
          <span>{signal.content.word}</span>
        </p>
        <h1 ref={heading}>{headingOf(t, stage, name)}</h1>
        {stage === 'not-there' && <p className={styles.second}>{t('stillTrying')}</p>}
        {signal.takenBack && <p className={styles.truth}>{truthOf(t, signal.takenBack, name)}</p>}
      </section>
      <DeliveryStrand
        label={t('delivery.list')}
        from={me.seat}
        knots={knotsOf(t, signal, stage, { me, partner, now, storage, silent: silentUntil(own, signals, now) })}
      />
      {stage === 'sent' && (
        <div className={styles.breath}>
          <BreathingFloat size={76} on="ours" />
          <p>
            <b>{t('breatheTitle')}</b>
            <br />
            {t('breatheMore')}
          </p>
        </div>
      )}
      <div role="status">
        {signal.answer && (
          <blockquote className={styles.reply} data-seat={partner.seat}>
            <Sentences text={signal.answer.text} />
          </blockquote>
        )}
      </div>
      <Choices signal={signal} stage={stage} takeBack={takeBack} seconds={seconds} />
    </Page>
  )
}

const truthOf = (t: Translate<'signal'>, { hadReached }: NonNullable<SignalView['takenBack']>, name: string): string => {
  if (hadReached === null) return t('mayHaveArrived', { name })
  return hadReached ? t('hadArrived', { name }) : t('hadNotArrived')
}

interface ChoicesProps {
  signal: SignalView
  stage: Stage
  takeBack: boolean
  /** Left for taking it back once it was sent. */
  seconds: number
}

/**
 * The lowest key is "Take it back" while it can be, and then a harmless one; once there are other ways to be heard, it stands before
 * those that lead out. With every change of the keys the screen settles: nothing may slide under a thumb on its way.
 */
const Choices = ({ signal, stage, takeBack, seconds }: ChoicesProps) => {
  const { t } = useTranslation('signal')
  const session = useSession()
  const [, navigate] = useLocation()
  const { pause } = useHome()
  const { t: tPause } = useTranslation('pause')
  const number = usePartnerNumber(session)
  const { signals, pause: paused } = useSessionState()
  const running = paused.state
  const [, markRead] = useClosed(session, 'read-answers')
  const home = () => {
    if (stage === 'answered') markRead(signal.id)
    navigate('/')
  }

  const isNotThere = stage === 'not-there'
  useSettled(`${stage === 'sending' ? 'sent' : stage} ${takeBack} ${number} ${running.kind}`)

  if (stage === 'taken-back') {
    return (
      <ThumbZone label={t('choices')}>
        <CrisisKey kind="main" icon={<House />} onClick={home}>
          {t('toNow')}
        </CrisisKey>
      </ThumbZone>
    )
  }
  const takeAllBack = () => {
    for (const { id } of [...takenBackWith(signal, signals), signal]) void session.takeBack(id)
  }
  const takeItBack = takeBack && (
    <CrisisKey icon={<Undo2 />} left={signal.state === 'waiting' ? undefined : t('seconds', { seconds })} onClick={takeAllBack}>
      {t('takeBack')}
    </CrisisKey>
  )
  return (
    <ThumbZone label={t('choices')}>
      {stage === 'answered' && (
        <CrisisKey kind="main" icon={<Check />} onClick={home}>
          {t('thanks')}
        </CrisisKey>
      )}
      {isNotThere && (
        <CrisisKey kind="main" icon={<Smartphone />} onClick={() => navigate(`/signal?show&of=${signal.id}`)}>
          {t('show')}
        </CrisisKey>
      )}
      {isNotThere && takeItBack}
      {isNotThere && number && (
        <Duo>
          <CrisisLink icon={<MessageCircle />} href={textLink(number, signal.content.word)}>
            {t('textIt')}
          </CrisisLink>
          <CrisisLink icon={<Phone />} href={callLink(number)}>
            {t('call')}
          </CrisisLink>
        </Duo>
      )}
      {running.kind === 'paused' ? (
        <CrisisKey kind="pause" icon={<Pause />} onClick={() => navigate('/pause')}>
          {pausedBackAt(tPause, running.returnAt, session.now())}
        </CrisisKey>
      ) : (
        <CrisisKey kind="pause" icon={<Pause />} onClick={() => session.startPause(pause.usual)}>
          {t('pause')}
        </CrisisKey>
      )}
      <BodyKey>{t('body')}</BodyKey>
      {!isNotThere && takeItBack}
      {!takeBack && stage !== 'answered' && (
        <CrisisKey icon={<House />} onClick={home}>
          {t('toNow')}
        </CrisisKey>
      )}
    </ThumbZone>
  )
}

const headingOf = (t: ReturnType<typeof useTranslation<'signal'>>['t'], stage: Stage, name: string): string => {
  switch (stage) {
    case 'sending':
      return t('sending', { name })
    case 'sent':
      return t('sent', { name })
    case 'not-there':
      return t('notThere')
    case 'answered':
      return t('answered', { name })
    case 'taken-back':
      return t('tookBack')
  }
}

/** One short buzz when the answer comes in while one looks, unless sound and buzz rest. */
const useAnswerBuzz = (stage: Stage, now: number): void => {
  const before = useRef(stage)
  useEffect(() => {
    if (stage === 'answered' && before.current !== 'answered' && !isQuiet(quietUntil(), now)) buzz(120)
    before.current = stage
  }, [stage, now])
}

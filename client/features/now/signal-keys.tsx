import { type ReactNode, Suspense, useId, useRef } from 'react'
import { useLocation } from 'wouter'
import { fieldLimits } from '../../documents/agreement-view.ts'
import type { HomeSignal } from '../../documents/home-projection.ts'
import { useHomeState } from '../../documents/use-home.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { buzz } from '../../shell/buzz.ts'
import { clip } from '../../sync/event-content.ts'
import { useSession } from '../../sync/use-session.ts'
import { Nudge } from '../../ui/card.tsx'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Hand, HeartHandshake, Pause } from '../../ui/icons.ts'
import { lateExtra } from '../../ui/late.ts'
import { rootClass } from '../../ui/root-class.ts'
import { SignalIcon } from '../../ui/signal-icon.tsx'
import { Pebble, Stone } from '../../ui/stone.tsx'
import { Text } from '../../ui/text.tsx'
import { ThumbZone } from '../../ui/thumb-zone.tsx'
import styles from './now.module.css'

/** Until it is there the signals and the pause stand as ever. */
const MoreBelow = lateExtra(async () => (await import('./more-below.tsx')).MoreBelow)

const overStay = rootClass(styles.overStay)

/** A tick under the thumb, ms. */
const TICK_MS = 30

interface SignalKeysProps {
  name: string
  /** There is nobody to send to yet. */
  alone: boolean
  /** Something else needs the room above: nothing grows from the stone. */
  bare: boolean
  /** What waits without alarm: below the keys, so that it takes none of them from sight. */
  children: ReactNode
}

/** The kelp leaves room for so many further signals, and a word of so many letters. */
const KELP_SIGNALS = 2
const KELP_LETTERS = 11

/** One key per agreed signal, the first one the largest, and the pause. One tap acts at once; nothing is asked. */
export const SignalKeys = ({ name, alone, bare, children }: SignalKeysProps) => {
  const { t } = useTranslation('now')
  const { home, read } = useHomeState()
  const heading = useId()
  const { press, pauseNow } = usePress()
  const [first, ...others] = read ? home.signals : []
  const keyOf = (signal: HomeSignal) => ({
    label: t('sendWord', { word: signal.word }),
    icon: iconOf(signal),
    word: signal.word,
    meaning: signal.meaning,
    disabled: alone,
    onPress: () => press(signal),
  })
  return (
    <ThumbZone>
      <Text kind="crisisLabel" as="h2" id={heading}>
        {alone
          ? t('readyMore.alone', { name })
          : t(home.signalsLeft ? 'tapStarterAgain' : home.starters.signals ? 'tapStarter' : 'tapToSend', { name })}
      </Text>
      <fieldset aria-label={t('signals')} className={styles.signals}>
        {first && <Stone kelp={!bare && others.length <= KELP_SIGNALS && first.word.length <= KELP_LETTERS} {...keyOf(first)} />}
        {others.length > 0 && (
          <div className={styles.pebbles}>
            {others.map(signal => (
              <Pebble key={signal.clauseId} {...keyOf(signal)} />
            ))}
          </div>
        )}
      </fieldset>
      {children}
      {!alone && (
        <div ref={overStay} className={styles.stay}>
          <Suspense>
            <MoreBelow />
          </Suspense>
          <CrisisKey kind="pause" icon={<Pause />} onClick={() => pauseNow(home.pause.usual)}>
            {t('pause')}
          </CrisisKey>
        </div>
      )}
      {!alone && <Nudge crisis href="/repair" icon={<HeartHandshake />} title={t('nudge.repairTitle')} />}
    </ThumbZone>
  )
}

/** What is called by its gesture is to be done, not said: a hand stands before it. */
const iconOf = ({ word, emoji, gesture }: HomeSignal): ReactNode => {
  return (
    <>
      {word === clip(gesture, fieldLimits.word) && <Hand />}
      <SignalIcon emoji={emoji} />
    </>
  )
}

/** A trembling hand taps twice: what was pressed is sent once, until this screen is left. */
const usePress = () => {
  const session = useSession()
  const [, navigate] = useLocation()
  const pressed = useRef(false)
  const once = async (act: () => Promise<unknown>, then: string): Promise<void> => {
    if (pressed.current) return
    pressed.current = true
    buzz(TICK_MS)
    try {
      await act()
      navigate(then)
    } finally {
      pressed.current = false
    }
  }
  return {
    press: ({ answers, ...content }: HomeSignal) => once(() => session.sendSignal(content), '/signal'),
    pauseNow: (minutes: number) => once(() => session.startPause(minutes), '/pause'),
  }
}

import { useState } from 'react'
import { useLocation } from 'wouter'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { useNow } from '../../sync/use-now.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Eye, Footprints, HeartPulse, MessageCircle, Undo2, Wind } from '../../ui/icons.ts'
import { keptClear } from '../../ui/kept-clear.ts'
import { Text } from '../../ui/text.tsx'
import { Duo, ThumbZone } from '../../ui/thumb-zone.tsx'
import { useBackCloses } from '../../ui/use-back-closes.ts'
import { backTo } from './back-to.ts'
import styles from './body.module.css'
import { Ground } from './ground.tsx'
import { Move } from './move.tsx'
import { NameIt } from './name-it.tsx'
import { Pacer, PacerKeys, usePacing } from './pacer.tsx'
import { Pulse } from './pulse.tsx'

const WAYS = [
  { way: 'ground', Icon: Eye, Way: Ground },
  { way: 'name', Icon: MessageCircle, Way: NameIt },
  { way: 'pulse', Icon: HeartPulse, Way: Pulse },
  { way: 'move', Icon: Footprints, Way: Move },
] as const
type Way = (typeof WAYS)[number]['way']

const BACK = { pause: '/pause', signal: '/signal', now: '/' } as const

/** `/body`: the body before the story. Breathing first; all else is one tap further, and nothing is typed, kept or sent. */
export const BodyScreen = () => {
  const { t } = useTranslation('body')
  const session = useSession()
  const state = useSessionState()
  const now = useNow(session, 60_000)
  const [, navigate] = useLocation()
  const [chosen, choose] = useState<Way | null>(null)
  const shown = WAYS.find(({ way }) => way === chosen)
  const back = backTo(state, now)
  useBackCloses(chosen !== null, () => choose(null))
  return (
    <Page key={chosen} view={shown?.way} ground="pause" width="phone" className={styles.body}>
      {shown ? <shown.Way /> : <Breathing choose={choose} />}
      <div className={styles.stay}>
        <ThumbZone label={t('choices')}>
          <Duo>
            {shown && (
              <CrisisKey icon={<Wind />} onClick={() => choose(null)}>
                {t('breathe.title')}
              </CrisisKey>
            )}
            <CrisisKey icon={<Undo2 />} onClick={() => navigate(BACK[back])}>
              {t(`back.${back}`)}
            </CrisisKey>
          </Duo>
        </ThumbZone>
      </div>
    </Page>
  )
}

const Breathing = ({ choose }: { choose: (way: Way) => void }) => {
  const { t } = useTranslation('body')
  const pacing = usePacing()
  return (
    <>
      <section ref={keptClear} className={styles.head}>
        <h1>{t('title')}</h1>
      </section>
      <Pacer {...pacing} />
      <div className={styles.ways}>
        {WAYS.map(({ way, Icon }) => (
          <CrisisKey key={way} kind="own" icon={<Icon />} onClick={() => choose(way)}>
            {t(`ways.${way}`)}
          </CrisisKey>
        ))}
      </div>
      <Text kind="crisisLabel" as="h2">
        {t('breathe.pacing')}
      </Text>
      <PacerKeys {...pacing} />
    </>
  )
}

import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { byHelp } from '../../../shared/helped.ts'
import { useHome } from '../../documents/use-home.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import type { Person } from '../../sync/session.ts'
import { useClosed } from '../../sync/use-closed.ts'
import { useNow } from '../../sync/use-now.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Check, HeartHandshake, Sunrise } from '../../ui/icons.ts'
import { Kelp, Rootlets } from '../../ui/kelp.tsx'
import { Seal } from '../../ui/seal.tsx'
import { Text } from '../../ui/text.tsx'
import { ThumbZone } from '../../ui/thumb-zone.tsx'
import { useHeadingFocus } from '../../ui/use-heading-focus.ts'
import { useSettled } from '../../ui/use-settled.ts'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { FirstMinutes } from './first-minutes.tsx'
import { isHeldUp } from './moment.ts'
import styles from './reunion.module.css'

/** Both are back: the first words, one tap each, and nothing to solve. */
export const Reunion = ({ me, partner }: { me: Person; partner: Person }) => {
  const { t } = useTranslation('pause')
  const session = useSession()
  const [, navigate] = useLocation()
  const { connection, pause, signals, storage } = useSessionState()
  const [, markRead] = useClosed(session, 'read-answers')
  const { phrases, starters } = useHome()
  const [a, b] = me.seat === 'a' ? [me, partner] : [partner, me]
  const { name } = partner
  const { before, reunion } = pause
  const at = reunion?.endedAt ?? 0
  // By what had happened until both came back: no phrase moves under a thumb, and both phones show one order.
  const ordered = byHelp([...new Set(phrases)], before.said, before.starts, at)
  const said = new Map(
    pause.phrases.flatMap(({ from, text, state }) => (from === me.seat ? [[text, t(`reunion.phrase.${state}`, { name })]] : [])),
  )
  const isCutOff = connection !== 'online' && connection !== 'connecting'
  const now = useNow(session, pause.unconfirmed ? 1_000 : 0)
  const waits = pause.unconfirmed && isHeldUp(at, connection, now)
  const heading = useRef<HTMLHeadingElement>(null)
  useHeadingFocus(heading, 'reunion')
  useEffect(() => {
    window.scrollTo(0, 0)
  }, [])
  // A second tap on "I'm back" says no phrase.
  useSettled('reunion')

  const done = async () => {
    markRead(...signals.filter(({ mine, answer }) => mine && answer).map(({ id }) => id))
    await session.endReunion()
    navigate('/')
  }
  return (
    <Page width="phone">
      <section className={styles.head} data-many={phrases.length > 3 || undefined}>
        <Seal a b nameA={a.name} nameB={b.name} height={72} label={t('reunion.seal', { me: me.name, partner: name })} />
        <h1 ref={heading}>{t('reunion.heading')}</h1>
        {waits && (
          <p role="status" className={styles.waits}>
            {t(storage ? 'reunion.unkept' : 'reunion.waits', { name })}
          </p>
        )}
        <Text kind="lead">
          {phrases.length === 0
            ? t('reunion.none')
            : isCutOff
              ? t(storage ? 'reunion.leadUnkept' : 'reunion.leadOffline')
              : t('reunion.lead', { name })}
          {starters.phrases && phrases.length > 0 && ` ${t('reunion.starters')}`}
        </Text>
        {reunion && <FirstMinutes since={reunion.endedAt} />}
      </section>
      <ThumbZone label={t('reunion.phrases')}>
        <div className={styles.rooted}>
          <div className={styles.kelp} data-many={phrases.length > 3 || undefined}>
            <Kelp drawing="reconnect" />
          </div>
          <div className={styles.roots}>
            <Rootlets drawing="stone" />
          </div>
        </div>
        {ordered.map(phrase => (
          <CrisisKey key={phrase} kind="say" words left={said.get(phrase)} onClick={() => session.sayPhrase(phrase)}>
            {phrase}
          </CrisisKey>
        ))}
        <CrisisKey icon={<HeartHandshake />} onClick={() => navigate('/repair')}>
          {t('reunion.repair')}
        </CrisisKey>
        <CrisisKey
          kind="say"
          icon={<Sunrise />}
          left={said.get(t('reunion.rest'))}
          onClick={() => session.sayPhrase(t('reunion.rest'), true)}
        >
          {t('reunion.rest')}
        </CrisisKey>
        <CrisisKey icon={<Check />} onClick={done}>
          {t('reunion.done')}
        </CrisisKey>
      </ThumbZone>
      <div role="status">
        <VisuallyHidden>{[...said].map(([phrase, state]) => t('reunion.one', { phrase, state })).join(' ')}</VisuallyHidden>
      </div>
    </Page>
  )
}

import { useRef } from 'react'
import { useLocation } from 'wouter'
import type { Translate } from '../../i18n/translate.ts'
import type { Partner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import type { Person, SignalView } from '../../sync/session.ts'
import { useClosed } from '../../sync/use-closed.ts'
import { useDrawn } from '../../sync/use-drawn.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { DeliveryStrand } from '../../ui/delivery-strand.tsx'
import { House, PenLine } from '../../ui/icons.ts'
import { Sentences } from '../../ui/sentences.tsx'
import { Text } from '../../ui/text.tsx'
import { ThumbZone } from '../../ui/thumb-zone.tsx'
import { useHeadingFocus } from '../../ui/use-heading-focus.ts'
import { knotsOf } from './knots.ts'
import styles from './repair.module.css'
import { type Stage, stageOf } from './stage.ts'

interface SentRepairProps {
  repair: SignalView
  me: Person
  partner: Partner
  /** The server's clock, ms. */
  now: number
  /** To say something else. */
  again: () => void
}

/** Where an own repair is, with a signal's states: each is a fact, and nobody is hurried to an answer. */
export const SentRepair = ({ repair, me, partner, now, again }: SentRepairProps) => {
  const { t } = useTranslation('repair')
  const { t: tSignal } = useTranslation('signal')
  const session = useSession()
  const [, navigate] = useLocation()
  const [, markRead] = useClosed(session, 'read-repairs')
  const { connection, storage, pause } = useSessionState()
  const stage = stageOf(repair, connection, now)
  // A pause is not broken into: what came to no phone yet shows once it is over.
  const rests = pause.state.kind === 'paused' && stage !== 'reached'
  const heading = useRef<HTMLHeadingElement>(null)
  useHeadingFocus(heading, stage)
  // Read here, it is told nowhere else.
  useDrawn(`${repair.id} ${stage}`, () => {
    if (stage === 'answered') markRead(repair.id)
  })
  const { name } = partner
  return (
    <Page width="phone" ground={stage === 'answered' ? `from-${partner.seat}` : 'ours'}>
      <section className={styles.head}>
        <p className={styles.said} dir="auto">
          {repair.content.word}
        </p>
        <h1 ref={heading}>{headingOf(t, stage, name)}</h1>
        {stage !== 'answered' && <Text kind="lead">{t(rests ? 'inPause' : 'after', { name })}</Text>}
      </section>
      <DeliveryStrand
        label={tSignal('delivery.list')}
        from={me.seat}
        knots={knotsOf(tSignal, repair, stage, { me, partner, now, storage })}
      />
      <div role="status">
        {repair.answer && (
          <blockquote className={styles.reply}>
            <Sentences text={repair.answer.text} />
          </blockquote>
        )}
      </div>
      <ThumbZone label={t('choices')}>
        <CrisisKey icon={<PenLine />} onClick={again}>
          {t('again')}
        </CrisisKey>
        <CrisisKey kind="main" icon={<House />} onClick={() => navigate('/')}>
          {t('toNow')}
        </CrisisKey>
      </ThumbZone>
    </Page>
  )
}

const headingOf = (t: Translate<'repair'>, stage: Stage, name: string): string => {
  switch (stage) {
    case 'sending':
      return t('sending', { name })
    case 'sent':
      return t('sent', { name })
    case 'reached':
      return t('reached', { name })
    case 'not-there':
      return t('notThere')
    case 'answered':
      return t('answered', { name })
  }
}

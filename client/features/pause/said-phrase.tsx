import { use, useState } from 'react'
import { useLocation } from 'wouter'
import type { EventId } from '../../../shared/ids.ts'
import { type Partner, usePartner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { AlertFrame } from '../../shell/alert-frame.tsx'
import { AlertTitle } from '../../shell/alert-title.ts'
import { covers } from '../../shell/covers.ts'
import { mayComeOver, nextShown, type Shown } from '../../shell/next-shown.ts'
import { isLeftAlone } from '../../shell/over-screens.ts'
import { QuietLine } from '../../shell/quiet-line.tsx'
import type { PauseView } from '../../sync/session.ts'
import { useClosed } from '../../sync/use-closed.ts'
import { useDrawn } from '../../sync/use-drawn.ts'
import { useNow } from '../../sync/use-now.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Check } from '../../ui/icons.ts'
import { PartnerShape } from '../../ui/partner-shape.tsx'
import { Sentences } from '../../ui/sentences.tsx'
import { Settle } from '../../ui/settle.tsx'
import { ThumbZone } from '../../ui/thumb-zone.tsx'
import styles from './said-phrase.module.css'

/** Words said at a reunion long ago are not brought up again, ms. */
const SHOWN_FOR_MS = 12 * 3_600_000
/** So many stand below the newest; more are counted. */
const BELOW = 3

type Phrase = PauseView['phrases'][number]

/**
 * What the partner said on coming back, full screen over any screen but Help: the newest large, the others with it. One press closes
 * all that is there. Words outside a reunion, or soon after something else covered the screen, wait on a line. A pause is not broken into.
 */
export const SaidPhrase = () => {
  const { t } = useTranslation('said')
  const session = useSession()
  const { pause } = useSessionState()
  const partner = usePartner()
  const [path, navigate] = useLocation()
  const [closed, close] = useClosed(session, 'closed-phrases')
  const [shown, show] = useState<Shown<EventId> | null>(null)
  const now = session.now()
  const isNew = ({ id, from, at }: Phrase) => from === partner?.seat && !closed?.has(id) && at > now - SHOWN_FOR_MS
  const phrases = closed && pause.state.kind === 'none' ? pause.phrases.filter(isNew) : []
  const newest = phrases.at(-1)
  useNow(session, newest ? 1_000 : 0)
  const mayCome = newest?.atReunion === true && !isLeftAlone(path) && mayComeOver(covers, now)
  const ids = phrases.map(({ id }) => id)
  const next = nextShown(shown, ids, mayCome, now)
  if (next !== shown) show(next)
  if (!partner || !newest) return null
  if (isLeftAlone(path)) {
    return (
      <QuietLine action={t('see')} onPress={() => navigate('/')}>
        {t('waiting', { name: partner.name })}
      </QuietLine>
    )
  }
  if (!next) {
    return (
      <QuietLine action={t('see')} onPress={() => show({ id: newest.id, since: now })}>
        {t('waiting', { name: partner.name })}
      </QuietLine>
    )
  }
  const there = phrases.slice(0, ids.indexOf(next.id) + 1)
  return (
    <AlertFrame subject={next.id} ground={`from-${partner.seat}`}>
      <Words phrases={there} partner={partner} close={() => close(...there.map(({ id }) => id))} />
    </AlertFrame>
  )
}

const Words = ({ phrases, partner, close }: { phrases: Phrase[]; partner: Partner; close: () => void }) => {
  const { t } = useTranslation('said')
  const session = useSession()
  const [newest, ...before] = phrases.slice(-1 - BELOW).reverse()
  const counted = phrases.length - 1 - before.length
  useDrawn(newest?.id ?? '', () => {
    for (const { id } of [newest, ...before].filter(phrase => phrase !== undefined)) void session.received(id)
  })
  return (
    <>
      <section className={styles.said}>
        <p className={styles.from} id={use(AlertTitle)}>
          <PartnerShape {...partner} size={56} />
          <b>{t('from', { name: partner.name })}</b>
        </p>
        <h1>
          <Sentences text={newest?.text ?? ''} />
        </h1>
        {before.map(({ id, text }) => (
          <p key={id} className={styles.before} dir="auto">
            {text}
          </p>
        ))}
        {counted > 0 && <p>{t('more', { count: counted })}</p>}
      </section>
      <ThumbZone label={t('choices')}>
        <Settle>
          <CrisisKey kind="main" icon={<Check />} onClick={close}>
            {t('close')}
          </CrisisKey>
        </Settle>
      </ThumbZone>
    </>
  )
}

import { use } from 'react'
import type { EventId } from '../../../shared/ids.ts'
import { usePartner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { AlertFrame } from '../../shell/alert-frame.tsx'
import { AlertTitle } from '../../shell/alert-title.ts'
import type { PauseView, Person } from '../../sync/session.ts'
import { useClosed } from '../../sync/use-closed.ts'
import { useDrawn } from '../../sync/use-drawn.ts'
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

type Phrase = PauseView['phrases'][number]

/** What the partner said on coming back, full screen over any other, one after the other. */
export const SaidPhrase = () => {
  const session = useSession()
  const { pause } = useSessionState()
  const partner = usePartner()
  const [closed, close] = useClosed(session, 'closed-phrases')
  if (!partner || !closed) return null
  const isNew = ({ id, from, at }: Phrase) => from === partner.seat && !closed.has(id) && at > session.now() - SHOWN_FOR_MS
  const phrase = pause.phrases.find(isNew)
  if (!phrase) return null
  return (
    <AlertFrame key={phrase.id} ground={`from-${partner.seat}`}>
      <Words phrase={phrase} partner={partner} close={close} />
    </AlertFrame>
  )
}

const Words = ({ phrase, partner, close }: { phrase: Phrase; partner: Person; close: (id: EventId) => void }) => {
  const { t } = useTranslation('pause')
  const session = useSession()
  useDrawn(phrase.id, () => session.received(phrase.id))
  return (
    <>
      <section className={styles.said}>
        <p className={styles.from} id={use(AlertTitle)}>
          <PartnerShape seat={partner.seat} name={partner.name} size={56} />
          <b>{t('phrase.from', { name: partner.name })}</b>
        </p>
        <h1>
          <Sentences text={phrase.text} />
        </h1>
      </section>
      <ThumbZone label={t('choices')}>
        <Settle>
          <CrisisKey kind="main" icon={<Check />} onClick={() => close(phrase.id)}>
            {t('phrase.close')}
          </CrisisKey>
        </Settle>
      </ThumbZone>
    </>
  )
}

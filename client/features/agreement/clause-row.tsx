import { type ReactNode, useId, useMemo, useRef } from 'react'
import type { HeldClause } from '../../documents/agreement-record.ts'
import type { DraftWording } from '../../documents/draft-wording.ts'
import { isOnlyForce, type Standing, shownOtherwise } from '../../documents/standing.ts'
import { dayOf } from '../../i18n/clock-time.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { Card, type CardProps } from '../../ui/card.tsx'
import { useAssents, useStanding } from './assents.ts'
import { ClauseActions } from './clause-actions.tsx'
import { ClauseQuestions, QuestionKey, useAsking } from './clause-questions.tsx'
import styles from './clause-row.module.css'
import { ClauseState, StandingSeal } from './clause-state.tsx'
import { ClauseTogether, LastChanged } from './clause-together.tsx'
import { useCouple } from './couple.ts'
import { EarlierAssent } from './earlier-assent.tsx'
import { HeldWords } from './held-words.tsx'
import { HoldingContext, useHolding } from './holding.ts'
import { LastSignal } from './last-signal.tsx'
import { OlderWordsContext } from './older-words.ts'
import { useAgreeing } from './use-agreeing.ts'
import { useHeldAgainst } from './use-held-against.ts'
import { useKeptPlace } from './use-kept-place.ts'
import { useIsLeaving, useIsMoving } from './use-together.ts'
import { WhatChanged } from './what-changed.tsx'
import { changedParts, type WordingParts } from './wording-parts.ts'
import { useWriting } from './writing.ts'
import { useWritingRests } from './writing-rests.tsx'

export interface ClauseRowProps {
  id: string
  /** Accessible name, by kind and title. */
  name: string
  /** What it is called in a sentence. */
  title: string
  draft: DraftWording
  /** The draft part by part, also where it cannot be signed. */
  parts: WordingParts
  starter: boolean
  /** Something is typed in it that cannot count, so that the draft is not what is seen. */
  otherwise?: boolean
  /** Another signal that looks like this one; null where there is none. */
  alike?: string | null
  /** Kind words about it. */
  notices?: ReactNode
  tools?: ReactNode
  /** Its texts, to write in. */
  children: ReactNode
}

/** An emoji's place takes no words. */
const FIRST_FOR_WORDS = '[data-field]:not([data-field="emoji"]) :is([role="textbox"], input)'

const edges: Record<Standing['kind'], NonNullable<CardProps['edge']>> = {
  'being-written': 'draft',
  'you-agree': 'open',
  'partner-agrees': 'open',
  ours: 'soft',
  changed: 'open',
  withdrawn: 'open',
}

/**
 * One clause of the agreement: what both hold, and what is on the table. On a phone one stands above the other, and while they say
 * the same there is one card; from 900 px they are two columns. The texts to write in are in the page in every state, and stay in
 * their place while someone writes.
 */
export const ClauseRow = ({
  id,
  name,
  title,
  draft,
  parts,
  starter,
  otherwise = false,
  alike = null,
  notices,
  tools,
  children,
}: ClauseRowProps) => {
  const { t } = useTranslation('agreement')
  const { mySeat } = useCouple()
  const row = useRef<HTMLDivElement>(null)
  const ofDraft = useStanding(draft, mySeat)
  const { isHolding, holding } = useHolding()
  const isOther = otherwise || isHolding
  const standing = useMemo(() => (isOther ? shownOtherwise(ofDraft) : ofDraft), [isOther, ofDraft])
  const { told, noLongerAgree, takeBack, ...agreeing } = useAgreeing(row, draft)
  const agreement = useWriting()?.agreement
  const { record, verbs } = useAssents()
  const moving = useIsMoving(draft.clauseId, parts)
  const waiting = record.waiting(mySeat, draft.clauseId)
  /** What one agreed to before the partner changed the draft, and the partner has not: who changes it oneself ends it by that. */
  const isSaidBelow = standing.kind === 'you-agree' || (standing.kind === 'withdrawn' && standing.stays === mySeat)
  const isLeaving = useIsLeaving(draft.clauseId)
  const earlier = isSaidBelow || isLeaving || isOnlyForce(record, mySeat, draft.clauseId) ? null : waiting
  const unsent = Boolean((standing.kind === 'ours' ? standing.ours : waiting)?.unsent)
  const asking = useAsking(draft.clauseId)
  const rests = useWritingRests()
  const [form, whyRests] = [useId(), useId()]
  const held = useHeldAgainst(standing, earlier)
  const changes = held && changedParts(held, parts)
  const suggest = () => row.current?.querySelector<HTMLElement>(FIRST_FOR_WORDS)?.focus()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a clause is written, not filled in
    <div
      ref={row}
      className={styles.row}
      role="group"
      aria-label={name}
      id={id}
      tabIndex={-1}
      data-same={standing.kind === 'ours' || undefined}
      onFocus={useKeptPlace(row)}
    >
      <span className={styles.number} aria-hidden="true" />
      <Ours standing={standing} onNoLonger={noLongerAgree} />
      <Card edge={edges[standing.kind]} className={styles.table}>
        <OlderWordsContext value={held}>
          <HoldingContext value={holding}>
            <div className={styles.texts}>{children}</div>
          </HoldingContext>
        </OlderWordsContext>
        <div className={styles.between}>
          {notices}
          <ClauseTogether clauseId={draft.clauseId} />
          {changes && changes.length > 0 && (
            <WhatChanged title={t('assent.whatChanged')} changes={changes} named={parts.size > 1} />
          )}
        </div>
        {earlier && <EarlierAssent onTakeBack={takeBack} />}
        <div className={styles.bottom}>
          <div className={styles.about}>
            <div className={styles.aboutWords}>
              {starter && standing.kind === 'being-written' && <span className={styles.starter}>{t('starter')}</span>}
              <LastChanged clauseId={draft.clauseId} />
            </div>
            {verbs && <QuestionKey asking={asking} form={form} />}
            {tools}
          </div>
          <div className={styles.foot}>
            <ClauseState clauseId={draft.clauseId} standing={standing} unsent={unsent} moving={moving} />
          </div>
          {standing.kind === 'ours' && <LastSignal clauseId={draft.clauseId} />}
          <ClauseActions
            draft={draft}
            standing={standing}
            alike={alike}
            {...agreeing}
            noLongerAgree={noLongerAgree}
            takeBack={takeBack}
            onClean={() => {
              row.current?.focus({ preventScroll: true })
              agreement?.clean(draft.clauseId)
            }}
          />
          {told && <p className={styles.told}>{t(`assent.said.${told}`)}</p>}
          <ClauseQuestions clauseId={draft.clauseId} title={title} asking={asking} form={form} />
        </div>
        <div className={styles.suggest}>
          <Button
            kind="text"
            size="small"
            aria-disabled={rests}
            aria-describedby={rests ? whyRests : undefined}
            onClick={rests ? undefined : suggest}
          >
            {t('assent.suggest')}
          </Button>
          {rests && (
            <p id={whyRests} className={styles.why}>
              {t('suggestRests')}
            </p>
          )}
        </div>
      </Card>
    </div>
  )
}

/** The words that both hold. While the draft says the same, they are read in it, and here only seen. */
const Ours = ({ standing: { kind, ours }, onNoLonger }: { standing: Standing; onNoLonger: () => void }) => {
  const { t } = useTranslation('agreement')
  if (!ours) return <p className={styles.lands}>{t('assent.lands')}</p>
  return (
    <Card className={styles.ours} aria-hidden={kind === 'ours' || undefined}>
      <div className={styles.held}>
        <HeldWords wording={ours.wording} />
      </div>
      {kind !== 'ours' && <OursFoot ours={ours} onNoLonger={onNoLonger} />}
    </Card>
  )
}

/** Under the words that hold while others lie on the table. */
const OursFoot = ({ ours, onNoLonger }: { ours: HeldClause; onNoLonger: () => void }) => {
  const { t } = useTranslation('agreement')
  return (
    <div className={styles.foot}>
      <StandingSeal standing={{ kind: 'ours', ours, since: ours.since }} />
      <span>
        <b>{t('assent.ours')}</b> {t('assent.since', { day: dayOf(ours.since) })}. {t('assent.holds')}
      </span>
      <LastSignal clauseId={ours.clauseId} />
      <Button kind="quiet" size="small" onClick={onNoLonger}>
        {t('assent.noLonger')}
      </Button>
    </div>
  )
}

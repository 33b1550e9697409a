import { type ComponentProps, useEffect, useId, useState } from 'react'
import { type AgreementView, type ClauseKind, type ClauseView, MOST_CLAUSES } from '../../documents/agreement-view.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { Plus } from '../../ui/icons.ts'
import { Text } from '../../ui/text.tsx'
import styles from './agreement.module.css'
import { Clauses } from './clauses.tsx'
import { useCouple } from './couple.ts'
import { LibraryButton } from './library-button.tsx'
import { PauseRule } from './pause-rule.tsx'
import { Section } from './section.tsx'
import { useWriting } from './writing.ts'
import { useWritingRests } from './writing-rests.tsx'

/** The four parts that both write. */
export const AgreementSections = ({ view }: { view: AgreementView }) => {
  const { t } = useTranslation('agreement')
  const { mySeat } = useCouple()
  const agreement = useWriting()?.agreement
  const [fresh, setFresh] = useState<string | null>(null)
  useEffect(() => {
    // What undo takes away and redo brings again is new no more: it takes no focus from where somebody works.
    const forget = () => setFresh(null)
    agreement?.undoManager.on('stack-item-popped', forget)
    return () => agreement?.undoManager.off('stack-item-popped', forget)
  }, [agreement])
  const added = { fresh, onRemoved: () => setFresh(null) }
  const about = (section: 'signals' | 'pauses' | 'comingBack' | 'promises', clauses: readonly ClauseView[]) =>
    clauses.some(({ starter }) => starter) ? `${t(`about.${section}`)} ${t('someStarters')}` : t(`about.${section}`)
  const adding = (kind: ClauseKind, there: number) => ({
    kind,
    full: there >= MOST_CLAUSES,
    onAdd: agreement && (() => setFresh(agreement.addClause(kind, mySeat))),
  })
  return (
    <>
      <Section id="signals" title={t('signals')} about={about('signals', view.signals)}>
        <Clauses kind="signal" clauses={view.signals} {...added} />
        <AddClause {...adding('signal', view.signals.length)} />
      </Section>
      <Section id="pauses" title={t('pauses')} about={about('pauses', view.activities)}>
        <PauseRule minutes={view.pause} />
        <Text kind="caption">{t('about.activities')}</Text>
        <Clauses kind="activity" clauses={view.activities} {...added} />
        <AddClause {...adding('activity', view.activities.length)} />
      </Section>
      <Section id="coming-back" title={t('comingBack')} about={about('comingBack', view.phrases)}>
        <Clauses kind="phrase" clauses={view.phrases} {...added} />
        <AddClause {...adding('phrase', view.phrases.length)} />
      </Section>
      <Section id="our-words" title={t('promises')} about={about('promises', view.promises)}>
        <Promises promises={view.promises} {...added} />
        <AddClause {...adding('promise', view.promises.length)} />
      </Section>
    </>
  )
}

type Added = Pick<ComponentProps<typeof Clauses>, 'fresh' | 'onRemoved'>

/** By whose they are; one's own first. */
const Promises = ({ promises, ...added }: { promises: AgreementView['promises'] } & Added) => {
  const { t } = useTranslation('agreement')
  const { a, b, mySeat } = useCouple()
  const of = (seat: 'a' | 'b' | null) => promises.filter(promise => promise.seat === seat)
  const mineFirst = mySeat === 'a' ? (['a', 'b'] as const) : (['b', 'a'] as const)
  return (
    <>
      {mineFirst.map(seat => (
        <div key={seat} className={styles.of}>
          <h3>{t('willSay', { name: seat === 'a' ? a : b })}</h3>
          <Clauses kind="promise" seat={seat} clauses={of(seat)} all={promises} {...added} />
        </div>
      ))}
      {of(null).length > 0 && (
        <div className={styles.of}>
          <h3>{t('nobodySays')}</h3>
          <Clauses kind="promise" seat={null} clauses={of(null)} all={promises} {...added} />
        </div>
      )}
    </>
  )
}

interface AddClauseProps {
  kind: ClauseKind
  full: boolean
  /** Not there until the agreement can be written in. */
  onAdd: (() => void) | undefined
}

const AddClause = ({ kind, full, onAdd }: AddClauseProps) => {
  const { t } = useTranslation('agreement')
  const rests = useWritingRests()
  const why = useId()
  const whyRests = rests ? why : undefined
  return (
    <div className={styles.add}>
      <Button
        full
        icon={<Plus />}
        disabled={!onAdd || full}
        aria-disabled={rests}
        aria-describedby={whyRests}
        onClick={rests ? undefined : onAdd}
      >
        {t(`add.${kind}`)}
      </Button>
      <LibraryButton kind={kind} whyRests={whyRests} />
      {rests && (
        <Text kind="caption" id={why}>
          {t('writingRests')}
        </Text>
      )}
      {full && <Text kind="caption">{t('full')}</Text>}
    </div>
  )
}

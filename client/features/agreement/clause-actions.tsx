import type { ReactNode } from 'react'
import type { DraftWording, Unfit } from '../../documents/draft-wording.ts'
import { isOnlyForce, type Standing } from '../../documents/standing.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { Check } from '../../ui/icons.ts'
import { useAssents } from './assents.ts'
import styles from './clause-row.module.css'
import { useCouple } from './couple.ts'
import type { Agreeing } from './use-agreeing.ts'

interface ClauseActionsProps extends Pick<Agreeing, 'touch' | 'agree' | 'noLongerAgree' | 'takeBack'> {
  /** What another signal is called that both agreed to and that looks like this one; null where there is none. */
  alike: string | null
  draft: DraftWording
  standing: Standing
  /** Takes what cannot be seen, line ends and wide gaps out of its texts. */
  onClean: () => void
}

/** The one thing that can be done about a clause, or why not. */
export const ClauseActions = ({ draft, standing, alike, onClean, ...press }: ClauseActionsProps) => {
  const { t } = useTranslation('agreement')
  const { record, verbs } = useAssents()
  const { mySeat } = useCouple()
  return <div className={styles.actions}>{verbs && action()}</div>

  function action(): ReactNode {
    switch (standing.kind) {
      case 'ours':
        return noLongerKey()
      case 'withdrawn':
        return standing.stays === mySeat ? backKey() : agreeKey('line')
      case 'you-agree':
        return isOnlyForce(record, mySeat, draft.clauseId) ? noLongerKey() : backKey()
      case 'partner-agrees':
        return agreeKey('main')
      case 'being-written':
      case 'changed':
        return agreeKey('line')
    }
  }

  function noLongerKey(): ReactNode {
    return (
      <Button key="no longer" kind="quiet" size="small" onClick={press.noLongerAgree}>
        {t('assent.noLonger')}
      </Button>
    )
  }

  function backKey(): ReactNode {
    return (
      <Button key="back" kind="quiet" size="small" onClick={press.takeBack}>
        {t('assent.takeBack')}
      </Button>
    )
  }

  function agreeKey(kind: 'main' | 'line'): ReactNode {
    return draft.wording && alike === null ? (
      <Button
        key="agree"
        kind={kind}
        className={styles.agree}
        icon={<Check />}
        onPointerDown={press.touch}
        onKeyDown={({ key, repeat }) => (key === 'Enter' || key === ' ') && !repeat && press.touch()}
        onClick={press.agree}
      >
        {t('assent.agree')}
      </Button>
    ) : (
      <WhyNot draft={draft} alike={alike} onClean={onClean} />
    )
  }
}

/** Why nothing can be signed, and the way out. */
const WhyNot = ({ draft: { unfit, missing }, alike, onClean }: Pick<ClauseActionsProps, 'draft' | 'alike' | 'onClean'>) => {
  const { t } = useTranslation('agreement')
  // What has to be shortened comes first: taking signs out never cuts a word.
  const first = unfit.find(({ why }) => why === 'too-long') ?? unfit[0]
  if (!first) {
    return <p className={styles.why}>{missing ? t(`assent.not.${missing}`) : alike && t('assent.not.alike', { title: alike })}</p>
  }
  const field = t(`field.${first.field}`)
  return (
    <p className={styles.why}>
      {whyUnfit(first)}{' '}
      {(first.why === 'hidden-signs' || first.why === 'wide-gaps') && (
        <Button kind="text" size="small" onClick={onClean}>
          {t('assent.not.takeOut')}
        </Button>
      )}
    </p>
  )

  function whyUnfit({ why }: Unfit): string {
    switch (why) {
      case 'too-long':
        return t('assent.not.tooLong', { field })
      case 'hidden-signs':
        return t('assent.not.hidden', { field })
      case 'wide-gaps':
        return t('assent.not.gaps', { field })
      case 'no-emoji':
        return t('assent.not.noEmoji', { field })
    }
  }
}

import type { ReactNode } from 'react'
import type { ClauseField } from '../../../shared/clause.ts'
import type { Wording } from '../../../shared/wording.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { classes } from '../../ui/classes.ts'
import card from './clause-card.module.css'
import text from './clause-text.module.css'
import styles from './held-words.module.css'
import { usePartLabels } from './part-labels.ts'
import rule from './pause-rule.module.css'

/** The words of a clause as they were signed: nobody writes in these. */
export const HeldWords = ({ wording }: { wording: Wording }) => {
  const { nameOf } = usePartLabels()
  switch (wording.kind) {
    case 'signal': {
      const more = (['helps', 'gesture', 'answer1', 'answer2'] as const).filter(field => wording[field] !== '')
      return (
        <>
          <div className={card.word}>
            <Words look="emoji">{wording.emoji}</Words>
            <Words look="word">{wording.word}</Words>
          </div>
          {wording.meaning && <Words>{wording.meaning}</Words>}
          <div className={card.more}>
            {more.map(field => (
              <Words key={field} look="small" label={field}>
                {wording[field]}
              </Words>
            ))}
          </div>
        </>
      )
    }
    case 'activity':
      return <Words>{wording.activity}</Words>
    case 'phrase':
      return <Words>{wording.phrase}</Words>
    case 'promise':
      return (
        <>
          <p className={styles.whose}>{nameOf(wording.seat)}</p>
          {wording.when && (
            <Words look="small" label="when">
              {wording.when}
            </Words>
          )}
          <Words label="say">{wording.say}</Words>
        </>
      )
    case 'pause':
      return <HeldMinutes minutes={wording} />
  }
}

const Words = ({
  look = 'clause',
  label,
  children,
}: {
  look?: 'word' | 'clause' | 'small' | 'emoji'
  label?: ClauseField
  children: ReactNode
}) => {
  const { t } = useTranslation('agreement')
  return (
    <div className={classes(text.field, text[look])}>
      {label && <span className={text.label}>{t(`field.${label}`)}</span>}
      <p className={classes(text.host, text.still, styles.still)}>{children}</p>
    </div>
  )
}

const HeldMinutes = ({ minutes }: { minutes: { shortest: number; usual: number; longest: number } }) => {
  const { t } = useTranslation('agreement')
  const { labelOf } = usePartLabels()
  return (
    <>
      <p className={rule.heading}>{t('pause.heading')}</p>
      <dl className={styles.minutes}>
        {(['shortest', 'usual', 'longest'] as const).map(part => (
          <div key={part}>
            <dt className={text.label}>{labelOf(part)}</dt>
            <dd>{minutes[part]}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

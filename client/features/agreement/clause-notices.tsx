import type { ClauseView } from '../../documents/agreement-view.ts'
import type { Check } from '../../documents/checks.ts'
import type { Translate } from '../../i18n/translate.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Info, Shield } from '../../ui/icons.ts'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import styles from './clause-notices.module.css'
import { clauseTitle } from './clause-title.ts'
import { RIGHTS } from './rights.tsx'
import { useChecks } from './use-checks.ts'

/** Kind words about a clause, under it. They come once the words have settled, are spoken once, and keep nobody from anything. */
export const ClauseNotices = ({ clause }: { clause: ClauseView }) => {
  const { t } = useTranslation('drafting')
  const { checks, spoken } = useChecks(clause)
  return (
    <>
      {checks.map(check => (
        <ClauseNotice key={check.kind} {...sayingOf(check, t)} rights={check.kind === 'rights'} />
      ))}
      {spoken !== null && (
        <VisuallyHidden>
          {/* Not another status: a clause has one, and it says where the clause stands. */}
          <span aria-live="polite">
            {checks
              .filter(({ kind }) => spoken.has(kind))
              .map(check => Object.values(sayingOf(check, t)).join(' '))
              .join(' ')}
          </span>
        </VisuallyHidden>
      )}
    </>
  )
}

interface Saying {
  title: string
  more: string
}

const ClauseNotice = ({ title, more, rights }: Saying & { rights: boolean }) => {
  const { t } = useTranslation('drafting')
  return (
    <div className={styles.notice}>
      {rights ? <Shield /> : <Info />}
      <p>
        <b>{title}</b> {more}
      </p>
      {rights && <a href={`#${RIGHTS}`}>{t('check.seeRights')}</a>}
    </div>
  )
}

const sayingOf = (check: Check, t: Translate<'drafting'>): Saying => {
  switch (check.kind) {
    case 'says-nothing':
      return { title: t('check.saysNothing'), more: t('check.saysNothingMore') }
    case 'looks-alike': {
      const title = clauseTitle(check.as) || t('check.untitled')
      const same = check.by === 'word' ? 'check.sameWord' : 'check.sameEmoji'
      return { title: t(check.held ? `${same}Held` : same, { title }), more: t('check.alikeMore') }
    }
    case 'rights':
      return { title: t('check.rights'), more: check.rights.map(right => t(`check.right.${right}`)).join(' ') }
  }
}

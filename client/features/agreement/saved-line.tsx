import { useTranslation } from '../../i18n/use-translation.ts'
import type { DocumentStatus } from '../../sync/document-status.ts'
import { Check, CloudOff, TriangleAlert } from '../../ui/icons.ts'
import styles from './saved-line.module.css'
import type { Unkept } from './use-minutes.ts'

/** Where everything on this page rests. Says what is known and no more. */
export const SavedLine = ({ status, unkept }: { status: DocumentStatus | null; unkept: Unkept | null }) => {
  const { t } = useTranslation('agreement')
  const line = status?.loaded ? lineWith(lineOf(status), unkept) : null
  return (
    <p className={styles.saved} role="status" data-look={line?.look}>
      {line?.look === 'safe' && <Check />}
      {line?.look === 'away' && <CloudOff />}
      {line?.look === 'refused' && <TriangleAlert />}
      {line && <span>{t(`saved.${line.text}`)}</span>}
    </p>
  )
}

interface Line {
  text: 'saving' | 'stuck' | 'page' | 'here' | 'kept' | 'both' | 'offline' | 'refused' | 'ended' | 'typing' | 'unkept'
  look: 'safe' | 'busy' | 'away' | 'refused'
}

/** What only stands in a field is not called saved; where saving itself fails, that is said first. */
const lineWith = (line: Line, unkept: Unkept | null): Line => {
  if (unkept === null || line.look === 'refused') return line
  return unkept === 'typing' ? { text: 'typing', look: 'busy' } : { text: 'unkept', look: 'refused' }
}

const lineOf = ({ saved, connection, refused }: DocumentStatus): Line => {
  if (refused && refused !== 'wrong-token' && saved !== 'stuck' && saved !== 'page')
    return { text: endsHere(refused) ? 'ended' : 'refused', look: 'refused' }
  switch (saved) {
    case 'saving':
      return { text: 'saving', look: 'busy' }
    case 'stuck':
      return { text: 'stuck', look: 'refused' }
    case 'page':
      return { text: 'page', look: 'refused' }
    case 'here':
      return { text: 'here', look: 'away' }
    case 'kept':
      return connection === 'offline' ? { text: 'offline', look: 'away' } : { text: 'kept', look: 'safe' }
    case 'both':
      return connection === 'offline' ? { text: 'offline', look: 'away' } : { text: 'both', look: 'safe' }
  }
}

const endsHere = (refused: NonNullable<DocumentStatus['refused']>): boolean =>
  refused === 'access-ended' || refused === 'no-token' || refused === 'not-yours'

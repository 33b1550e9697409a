import { useEffect } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useSession } from '../../sync/use-session.ts'
import { classes } from '../../ui/classes.ts'
import { Mark } from '../../ui/mark.tsx'
import { PartnerShape } from '../../ui/partner-shape.tsx'
import { loadFonts } from './fonts.ts'
import { longDate } from './long-date.ts'
import styles from './paper.module.css'
import type { Paper, PaperEntry, PaperPart } from './paper-content.ts'

const ROOMY_TEXTS = 110
const ROOMY_LETTERS = 1_900

/**
 * The agreement as it is printed, in the colours of the light theme. It stands beside the app and not in it, so that nothing of a
 * screen's layout reaches the paper.
 */
export const PaperSheet = ({ paper }: { paper: Paper }) => {
  const { t } = useTranslation('along')
  const session = useSession()
  const texts = textsOf(paper)
  const all = texts.join('\n')
  // Hidden texts bring no fonts by themselves.
  useEffect(() => void loadFonts([all]), [all])
  return createPortal(
    <article className={styles.paper} data-theme="light" data-size={isShort(texts) ? 'roomy' : undefined}>
      <header className={styles.head}>
        <Mark size={34} />
        <h1>{paper.title}</h1>
        <p className={styles.names}>
          <PartnerShape seat="a" name={paper.couple.a} size={20} />
          <PartnerShape seat="b" name={paper.couple.b} size={20} />
          {paper.names}
        </p>
        <p className={classes(styles.standing, paper.isDraft && styles.draft)}>{paper.standing}</p>
      </header>
      <div className={styles.parts}>
        {paper.parts.map(part => (
          <Part key={part.id} part={part} />
        ))}
      </div>
      <footer className={styles.foot}>{t('paper.printed', { date: longDate(session.now()) })}</footer>
    </article>,
    document.body,
  )
}

const Part = ({ part: { id, title, entries, none } }: { part: PaperPart }) => (
  <section className={styles.part} data-part={id}>
    <h2>{title}</h2>
    {entries.length === 0 ? (
      <p className={styles.none}>{none}</p>
    ) : (
      <ul>
        {entries.map((entry, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: printed as it is, never changed in place
          <li key={at}>
            <Entry entry={entry} />
          </li>
        ))}
      </ul>
    )}
  </section>
)

const Entry = ({ entry: { head, lines } }: { entry: PaperEntry }) => (
  <>
    {head !== null && (
      <h3 dir="auto" className={styles.words}>
        {head}
      </h3>
    )}
    {lines.map(({ label, text, ours }) => (
      <p key={label ?? text}>
        {label !== null && <span className={styles.label}>{label} </span>}
        <span dir="auto" className={ours ? styles.words : undefined}>
          {text}
        </span>
      </p>
    ))}
  </>
)

/** About what a new agreement holds: it fills a page in large letters. */
const isShort = (texts: readonly string[]): boolean => texts.length <= ROOMY_TEXTS && texts.join('').length <= ROOMY_LETTERS

/** Everything that will be drawn. */
export const textsOf = ({ title, names, standing, parts }: Paper): string[] => [
  title,
  names,
  standing,
  ...parts.flatMap(part => [
    part.title,
    part.none,
    ...part.entries.flatMap(({ head, lines }) => [head ?? '', ...lines.flatMap(({ label, text }) => [label ?? '', text])]),
  ]),
]

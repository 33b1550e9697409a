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
/** More of them take a second row of three. */
const ROOMY_SIGNALS = 4
/** Beyond either the usual letters take a second page, and somewhat smaller ones may not. */
const USUAL_LETTERS = 3_400
const USUAL_SIGNALS = 9
/** Beyond it there is no saving one page, and the letters stay as they are read best. */
const TIGHT_LETTERS = 5_200

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
    <article className={styles.paper} data-theme="light" data-size={sizeOf(paper, texts)}>
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
      <ul data-columns={columnsFor(entries.length)}>
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

/** Large for about what a new agreement holds, smaller where that keeps it on one page. */
const sizeOf = ({ parts }: Paper, texts: readonly string[]): 'roomy' | 'tight' | undefined => {
  const signals = parts.find(({ id }) => id === 'signals')?.entries.length ?? 0
  const letters = texts.join('').length
  if (texts.length <= ROOMY_TEXTS && letters <= ROOMY_LETTERS && signals <= ROOMY_SIGNALS) return 'roomy'
  const isMore = letters > USUAL_LETTERS || signals > USUAL_SIGNALS
  return isMore && letters <= TIGHT_LETTERS ? 'tight' : undefined
}

/** No row of signals stands half empty where another number of columns fills it. */
const columnsFor = (count: number): 1 | 2 | 3 => {
  if (count <= 1) return 1
  return count === 2 || count === 4 ? 2 : 3
}

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

import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useSession } from '../../sync/use-session.ts'
import { classes } from '../../ui/classes.ts'
import { Mark } from '../../ui/mark.tsx'
import { PartnerShape } from '../../ui/partner-shape.tsx'
import { fitToPage } from './fit-to-page.ts'
import { loadFonts } from './fonts.ts'
import { longDate } from './long-date.ts'
import styles from './paper.module.css'
import type { Paper, PaperEntry, PaperPart } from './paper-content.ts'

/**
 * The agreement as it is printed, in the colours of the light theme. It stands beside the app and not in it, so that nothing of a
 * screen's layout reaches the paper.
 */
export const PaperSheet = ({ paper, onFit }: { paper: Paper; onFit: (fits: boolean) => void }) => {
  const { t } = useTranslation('along')
  const session = useSession()
  const sheet = useRef<HTMLElement>(null)
  const all = textsOf(paper).join('\n')
  const takeMeasure = useEffectEvent(() => {
    if (sheet.current) onFit(fitToPage(sheet.current, all.length))
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words take other room
  useLayoutEffect(() => takeMeasure(), [all])
  useEffect(() => {
    let isShown = true
    // Hidden texts bring no fonts by themselves, and other letters take other room.
    void loadFonts([all]).then(() => isShown && takeMeasure())
    return () => {
      isShown = false
    }
  }, [all])
  return createPortal(
    <article ref={sheet} className={styles.paper} data-theme="light">
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

const Entry = ({ entry: { head, headLabel, lines } }: { entry: PaperEntry }) => (
  <>
    {head !== null && (
      <h3 dir="auto" className={styles.words}>
        {headLabel && <span className={styles.label}>{headLabel} </span>}
        <bdi>{head}</bdi>
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
    ...part.entries.flatMap(({ head, headLabel, lines }) => [
      headLabel ?? '',
      head ?? '',
      ...lines.flatMap(({ label, text }) => [label ?? '', text]),
    ]),
  ]),
]

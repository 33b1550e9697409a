import { useEffect, useRef } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import type { Tally, TallyOfPage } from './assents.ts'
import styles from './section-links.module.css'
import { type SectionId, sectionIds } from './sections.ts'

interface SectionLinksProps {
  tally: TallyOfPage
  current: SectionId
}

/** Tabs on a phone, a list in the rail of a wide window. Both lead to a place on this page. */
export const SectionLinks = ({ tally, current }: SectionLinksProps) => {
  const { t } = useTranslation('agreement')
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    const [row, tab] = [list.current, list.current?.querySelector<HTMLElement>(`[href="#${current}"]`)]
    // Only the row moves: the page is being scrolled by someone.
    if (row && tab) row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.clientWidth) / 2
  }, [current])
  const names: Record<SectionId, { long: string; short: string; tally: Tally }> = {
    signals: { long: t('signals'), short: t('signals'), tally: tally.signals },
    pauses: { long: t('pauses'), short: t('pauses'), tally: tally.pauses },
    'coming-back': { long: t('comingBack'), short: t('comingBack'), tally: tally.comingBack },
    'our-words': { long: t('promises'), short: t('ourWords'), tally: tally.promises },
  }
  const standing = ({ ours, table }: Tally): string => {
    if (table > 0) return t('assent.section.table', { count: table })
    return ours > 0 ? t('assent.section.allOurs') : t('nothing')
  }
  return (
    <nav className={styles.links} aria-label={t('sections')}>
      <ul ref={list}>
        {sectionIds.map(id => (
          <li key={id}>
            <a href={`#${id}`} aria-current={id === current ? 'true' : undefined}>
              <b className={styles.long}>{names[id].long}</b>
              <span className={styles.short}>{names[id].short}</span>
              <small>{standing(names[id].tally)}</small>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

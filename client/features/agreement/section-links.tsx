import { useEffect, useRef } from 'react'
import type { AgreementView } from '../../documents/agreement-view.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import styles from './section-links.module.css'
import { type SectionId, sectionIds } from './sections.ts'

/** Tabs on a phone, a list in the rail of a wide window. Both lead to a place on this page. */
export const SectionLinks = ({ view, current }: { view: AgreementView; current: SectionId }) => {
  const { t } = useTranslation('agreement')
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    const [row, tab] = [list.current, list.current?.querySelector<HTMLElement>(`[href="#${current}"]`)]
    // Only the row moves: the page is being scrolled by someone.
    if (row && tab) row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.clientWidth) / 2
  }, [current])
  const names: Record<SectionId, { long: string; short: string; count: number }> = {
    signals: { long: t('signals'), short: t('signals'), count: view.signals.length },
    pauses: { long: t('pauses'), short: t('pauses'), count: view.activities.length + 1 },
    'coming-back': { long: t('comingBack'), short: t('comingBack'), count: view.phrases.length },
    'our-words': { long: t('promises'), short: t('ourWords'), count: view.promises.length },
  }
  return (
    <nav className={styles.links} aria-label={t('sections')}>
      <ul ref={list}>
        {sectionIds.map(id => (
          <li key={id}>
            <a href={`#${id}`} aria-current={id === current ? 'true' : undefined}>
              <b className={styles.long}>{names[id].long}</b>
              <span className={styles.short}>{names[id].short}</span>
              <small>{names[id].count === 0 ? t('nothing') : t('beingWritten', { count: names[id].count })}</small>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

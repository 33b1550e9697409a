import { useId, useMemo } from 'react'
import { useLocation } from 'wouter'
import type { Version } from '../../documents/agreement-record.ts'
import type { AgreementView } from '../../documents/agreement-view.ts'
import { alikeInForce } from '../../documents/checks.ts'
import { type Change, entriesToPutInForce, whatWouldChange } from '../../documents/standing.ts'
import { dayOf } from '../../i18n/clock-time.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { useAssents, useTelling } from './assents.ts'
import { clauseTitle } from './clause-title.ts'
import { useCouple } from './couple.ts'
import styles from './in-force.module.css'
import { usePartLabels } from './part-labels.ts'
import { WhatWouldChange } from './what-would-change.tsx'

/** Which words count on Now, what a new version would change, and the press that makes one. */
export const InForce = ({ view, onTable }: { view: AgreementView; onTable: number }) => {
  const { t } = useTranslation('agreement')
  const { record, verbs, say } = useAssents()
  const { shown, live } = useTelling()
  const [, navigate] = useLocation()
  const heading = useId()
  const entries = useMemo(() => entriesToPutInForce(record, view), [record, view])
  const changes = useMemo(() => whatWouldChange(record, entries), [record, entries])
  const alike = useMemo(() => alikeInForce(entries, new Set(changes.flatMap(idOfNew))), [entries, changes])
  const version = record.versions.at(-1)
  const ready = verbs !== null && changes.length > 0 && alike === null
  const putInForce = () => {
    if (!ready) return
    say(t('assent.force.done', { number: record.versions.length + 1 }))
    void verbs.putInForce(entries)
  }
  return (
    <section className={styles.force} aria-labelledby={heading}>
      <h2 id={heading}>{t('assent.force.title')}</h2>
      <div className={styles.state}>
        <p>
          <b role="status" aria-live={live}>
            {shown && (version ? t('assent.force.version', { number: version.number }) : t('assent.force.none'))}
          </b>
          {shown && <span>{version ? <VersionLine version={version} /> : t('assent.force.starters')}</span>}
        </p>
        {version && <LeftSince version={version} />}
        {shown && <WhatWouldChange view={view} onTable={onTable} entries={entries} changes={changes} />}
        {alike && <p>{t('assent.force.alike', { one: clauseTitle(alike.one), other: clauseTitle(alike.as) })}</p>}
        {shown && !version && ready && <p>{t('assent.force.only')}</p>}
      </div>
      <div className={styles.actions}>
        <Button kind={ready ? 'main' : 'line'} aria-disabled={!ready} onClick={putInForce}>
          {t('assent.force.put')}
        </Button>
        <Button onClick={() => navigate('/agreement/versions')}>{t('assent.force.versions')}</Button>
      </div>
    </section>
  )
}

const idOfNew = (change: Change): string[] => (change.kind === 'removed' ? [] : [change.now.clauseId])

/** What one of the two no longer agrees to: it left at once, on both phones. */
const LeftSince = ({ version }: { version: Version }) => {
  const { t } = useTranslation('agreement')
  const { record } = useAssents()
  const { titleOf } = usePartLabels()
  const stays = new Set(record.inForce?.clauses.map(({ clauseId }) => clauseId))
  const left = version.clauses.filter(({ clauseId }) => !stays.has(clauseId))
  if (left.length === 0) return null
  const titles = left.map(({ wording }) => `“${titleOf(wording)}”`).join(', ')
  return <p className={styles.left}>{t('assent.force.left', { count: left.length, titles })}</p>
}

const VersionLine = ({ version: { at, seat, unsent } }: { version: Version }) => {
  const { t } = useTranslation('agreement')
  const { mySeat, partnerName } = useCouple()
  const day = dayOf(at)
  const by = seat === mySeat ? t('assent.force.sinceYou', { day }) : t('assent.force.since', { day, name: partnerName })
  return unsent ? `${by} ${t('assent.force.unsent')}` : by
}

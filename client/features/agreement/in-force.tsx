import { useId, useMemo, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { MOST_ENTRIES } from '../../../shared/assent.ts'
import type { EventId } from '../../../shared/ids.ts'
import { TAKE_BACK_MS } from '../../../shared/signal.ts'
import type { AgreementRecord, HeldClause, Version } from '../../documents/agreement-record.ts'
import { type AgreementView, clauseKinds, MOST_CLAUSES } from '../../documents/agreement-view.ts'
import { alikeInForce } from '../../documents/checks.ts'
import { entriesToPutInForce, inForceAfter, leftForNextPress, leftSince, whatWouldChange } from '../../documents/standing.ts'
import { dayOf } from '../../i18n/clock-time.ts'
import type { Translate } from '../../i18n/translate.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { useAssents, useTelling } from './assents.ts'
import { clauseTitle } from './clause-title.ts'
import { useCouple } from './couple.ts'
import styles from './in-force.module.css'
import { MissedPress } from './missed-press.tsx'
import { usePartLabels } from './part-labels.ts'
import { TakeVersionBack } from './take-version-back.tsx'
import { WhatWouldChange } from './what-would-change.tsx'

/** Which words count on Now, what a new version would change, and the press that makes one. */
export const InForce = ({ view, onTable }: { view: AgreementView; onTable: number }) => {
  const { t } = useTranslation('agreement')
  const { record, verbs, say } = useAssents()
  const { shown, live } = useTelling()
  const [, navigate] = useLocation()
  const heading = useId()
  const putKey = useRef<HTMLButtonElement>(null)
  const [pressed, setPressed] = useState<EventId | null>(null)
  const entries = useMemo(() => entriesToPutInForce(record, view), [record, view])
  const changes = useMemo(() => whatWouldChange(record, entries), [record, entries])
  const after = useMemo(() => inForceAfter(record, entries), [record, entries])
  const left = useMemo(() => leftForNextPress(record, view), [record, view])
  const alike = useMemo(() => alikeInForce(after, new Set(changes.map(({ now }) => now.clauseId))), [after, changes])
  const version = record.versions.at(-1)
  const ready = verbs !== null && changes.length > 0 && alike === null
  const held = version?.unsent && version.id === pressed ? version : null
  const putInForce = async () => {
    if (!ready) return
    say(t('assent.force.done'))
    setPressed(await verbs.putInForce(entries, TAKE_BACK_MS))
  }
  const takeBack = async (id: EventId) => {
    const isBack = await verbs?.takeVersionBack(id)
    if (isBack) setPressed(null)
    say(t(isBack ? 'assent.force.takenBack' : 'assent.force.goneOut'))
  }
  return (
    <Card as="section" className={styles.force} aria-labelledby={heading}>
      <h2 id={heading}>{t('assent.force.title')}</h2>
      <div className={styles.state}>
        <p>
          <b role="status" aria-live={live}>
            {shown && titleOf(version, t)}
          </b>
          {shown && <span>{version ? <VersionLine version={version} /> : t('assent.force.starters')}</span>}
        </p>
        <LeftSince />
        <MissedPress />
        {held && <TakeVersionBack onTakeBack={() => void takeBack(held.id)} onFocusLost={() => putKey.current?.focus()} />}
        {shown && !held && <WhatWouldChange view={view} onTable={onTable} entries={after} changes={changes} />}
        {shown && !held && left > 0 && (
          <p className={styles.left}>{t('assent.force.next', { count: left, limit: MOST_ENTRIES })}</p>
        )}
        {shown && isMoreThanHome(record) && <p className={styles.left}>{t('assent.force.home', { limit: MOST_CLAUSES })}</p>}
        {alike && <p>{t('assent.force.alike', { one: clauseTitle(alike.one), other: clauseTitle(alike.as) })}</p>}
        {shown && !version && ready && <p>{t('assent.force.only')}</p>}
      </div>
      <div className={styles.actions}>
        <Button ref={putKey} kind={ready ? 'main' : 'line'} aria-disabled={!ready} onClick={() => void putInForce()}>
          {t('assent.force.put')}
        </Button>
        <Button onClick={() => navigate('/agreement/versions')}>{t('assent.force.versions')}</Button>
      </div>
    </Card>
  )
}

/** Now shows some of a kind only. */
const isMoreThanHome = ({ inForce }: AgreementRecord): boolean =>
  clauseKinds.some(kind => (inForce?.clauses.filter(({ wording }) => wording.kind === kind).length ?? 0) > MOST_CLAUSES)

const leftLines = ['leftYou', 'leftPartner', 'leftBoth', 'left'] as const

/** What one of the two no longer agrees to: it left at once, on both phones. By whom, in one line each. */
const LeftSince = () => {
  const { t } = useTranslation('agreement')
  const { record } = useAssents()
  const { titleOf } = usePartLabels()
  const { mySeat, partnerName: name } = useCouple()
  const left = leftSince(record)
  const lineOf = ({ clauseId }: HeldClause): (typeof leftLines)[number] => {
    const [one, other] = record.withdrawals(clauseId)
    if (!one) return 'left'
    return other ? 'leftBoth' : one.seat === mySeat ? 'leftYou' : 'leftPartner'
  }
  return leftLines.map(key => {
    const clauses = left.filter(clause => lineOf(clause) === key)
    if (clauses.length === 0) return null
    const titles = clauses.map(({ wording }) => `“${titleOf(wording)}”`).join(', ')
    return (
      <p key={key} className={styles.left}>
        {t(`assent.force.${key}`, { count: clauses.length, titles, name })}
      </p>
    )
  })
}

/** No number is named that another press may still take. */
const titleOf = (version: Version | undefined, t: Translate<'agreement'>): string => {
  if (!version) return t('assent.force.none')
  return version.unsent ? t('assent.force.unsent') : t('assent.force.version', { number: version.number })
}

const VersionLine = ({ version: { at, seat, unsent } }: { version: Version }) => {
  const { t } = useTranslation('agreement')
  const { mySeat, partnerName } = useCouple()
  const day = dayOf(at)
  const by = seat === mySeat ? t('assent.force.sinceYou', { day }) : t('assent.force.since', { day, name: partnerName })
  return unsent ? `${by} ${t('assent.force.noNumber')}` : by
}

import { useRef, useState } from 'react'
import { useSearchParams } from 'wouter'
import type { Version } from '../../documents/agreement-record.ts'
import { useAgreement } from '../../documents/use-agreement.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { Button } from '../../ui/button.tsx'
import { Text } from '../../ui/text.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { AssentsContext } from './assents.ts'
import { CompareVersions } from './compare-versions.tsx'
import { TakenOutList } from './taken-out-list.tsx'
import { useOpenAssents } from './use-open-assents.ts'
import { VersionCard } from './version-card.tsx'
import styles from './versions.module.css'

/** So many versions are drawn at first, and more each time they are asked for: each press of a partner's program makes one. */
const SHOWN = 50

/** `/agreement/versions`: what was in force and when, what changed between any two, old words as a draft again, and what was taken out. */
export const VersionsScreen = () => {
  const { t } = useTranslation('agreement')
  const inUse = useAgreement()
  const { assents, said } = useOpenAssents()
  const { record } = assents
  const [search, setSearch] = useSearchParams()
  const comparison = useRef<HTMLDivElement>(null)
  const { versions } = record
  const [most, setMost] = useState(SHOWN)
  const shown = versions.slice(-most)
  const compared = comparedIn(search, versions)
  const compare = (from: number, to: number) => {
    setSearch({ from: String(from), to: String(to) }, { replace: true })
    comparison.current?.focus()
  }
  const agreement = inUse?.status.loaded ? inUse.agreement : null
  return (
    <Page back={{ label: t('versions.back'), href: '/agreement' }} navigation className={styles.page}>
      <AssentsContext value={assents}>
        <h1>{t('versions.title')}</h1>
        {versions.length > 0 ? <Text kind="sub">{t('versions.about')}</Text> : <None reading={record.unverified} />}
        {versions.length > 1 && (
          <CompareVersions ref={comparison} versions={versions} shown={shown} {...compared} onCompare={compare} />
        )}
        <ol className={styles.versions} reversed start={versions.length}>
          {shown.toReversed().map(version => (
            <li key={version.id}>
              <VersionCard version={version} view={inUse?.view ?? null} agreement={agreement} onCompare={compare} />
            </li>
          ))}
        </ol>
        {shown.length < versions.length && (
          <Button kind="text" onClick={() => setMost(most + SHOWN)}>
            {t('versions.earlier', { count: Math.min(SHOWN, versions.length - shown.length) })}
          </Button>
        )}
        {inUse?.status.loaded && <TakenOutList inUse={inUse} />}
        <VisuallyHidden>
          <span role="status">{said}</span>
        </VisuallyHidden>
      </AssentsContext>
    </Page>
  )
}

const None = ({ reading }: { reading: boolean }) => {
  const { t } = useTranslation('agreement')
  if (reading) return <Text kind="sub">{t('versions.reading')}</Text>
  return (
    <Text kind="sub">
      {t('versions.none')} {t('versions.noneMore')}
    </Text>
  )
}

/** Which two an address names; the newest two without. */
const comparedIn = (search: URLSearchParams, versions: readonly Version[]): { from: number; to: number } => {
  const named = (name: string) => Number(search.get(name) ?? Number.NaN)
  const newest = versions.length
  return { from: named('from') || Math.max(1, newest - 1), to: named('to') || newest }
}

import { useMemo, useState } from 'react'
import type { AgreementView } from '../../documents/agreement-view.ts'
import type { AgreementPeer } from '../../documents/open-agreement.ts'
import { type AgreementInUse, useAgreement } from '../../documents/use-agreement.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { tabName } from '../../shell/tab-name.ts'
import { useSession } from '../../sync/use-session.ts'
import { Here } from '../../ui/here.tsx'
import { keptClear } from '../../ui/kept-clear.ts'
import { Notice } from '../../ui/notice.tsx'
import { rootClass } from '../../ui/root-class.ts'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import styles from './agreement.module.css'
import { AgreementSections } from './agreement-sections.tsx'
import { AssentsContext, sumOf, type TallyOfPage, tallies } from './assents.ts'
import { ClauseCount } from './clause-count.tsx'
import { ColumnHeads } from './column-heads.tsx'
import { useCouple } from './couple.ts'
import { HalfSaidContext, openHalfSaid } from './half-said.ts'
import { InForce } from './in-force.tsx'
import { Rights } from './rights.tsx'
import { SavedLine } from './saved-line.tsx'
import { SectionLinks } from './section-links.tsx'
import { Tools } from './tools.tsx'
import { useCurrentSection } from './use-current-section.ts'
import type { Unkept } from './use-minutes.ts'
import { useOpenAssents } from './use-open-assents.ts'
import { usePlaceOnPage } from './use-place-on-page.ts'
import { useUndoKeys } from './use-undo-keys.ts'
import { WhoIsHere } from './who-is-here.tsx'
import { type Writing, WritingContext } from './writing.ts'
import { WritingRests } from './writing-rests.tsx'

const underTools = rootClass(styles.underTools)

/** `/agreement`: what both write together, live. */
export const AgreementScreen = () => {
  const { t } = useTranslation('agreement')
  const inUse = useAgreement()
  const { assents, said } = useOpenAssents()
  const { record } = assents
  const view = inUse?.status.loaded ? inUse.view : null
  const { mySeat, partnerName } = useCouple()
  const tally = useMemo(() => view && tallies(view, record, mySeat), [view, record, mySeat])
  const [mine, setMine] = useState<string | null>(null)
  const [unkept, setUnkept] = useState<Unkept | null>(null)
  const writing = useWritingIn(inUse, setMine, setUnkept)
  const session = useSession()
  const halfSaid = useMemo(() => openHalfSaid(session, tabName()), [session])
  const section = useCurrentSection(view !== null)
  usePlaceOnPage(view !== null)
  useUndoKeys(writing?.agreement ?? null)
  const partner = inUse?.peers.find(({ seat }) => seat !== mySeat) ?? null
  const here = partner && { seat: partner.seat, name: partnerName, text: t('isHere', { name: partnerName }) }
  return (
    <Page
      navigation
      width="full"
      className={styles.page}
      presence={
        <span className={styles.narrow}>
          <Here partner={here} />
        </span>
      }
    >
      <WritingContext value={writing}>
        <HalfSaidContext value={halfSaid}>
          <AssentsContext value={assents}>
            <div className={styles.layout} aria-busy={view === null}>
              <div className={styles.rail}>
                <h1>{t('title')}</h1>
                {view && tally && (
                  <Overview
                    view={view}
                    tally={tally}
                    section={section}
                    inUse={inUse}
                    partner={partner}
                    mine={mine}
                    unkept={unkept}
                  />
                )}
              </div>
              <div className={styles.sections}>
                {view && <Rights />}
                {inUse && <LeftOut unopened={inUse.status.unopened} leftOut={inUse.view.leftOut} />}
                {view && tally && <InForce view={view} onTable={sumOf(tally, 'table')} />}
                {view && <ColumnHeads />}
                <WritingRests>{view && <AgreementSections view={view} />}</WritingRests>
              </div>
            </div>
            <VisuallyHidden>
              <span role="status">{said}</span>
            </VisuallyHidden>
          </AssentsContext>
        </HalfSaidContext>
      </WritingContext>
    </Page>
  )
}

interface OverviewProps {
  view: AgreementView
  tally: TallyOfPage
  section: Parameters<typeof SectionLinks>[0]['current']
  inUse: AgreementInUse | null
  partner: AgreementPeer | null
  mine: string | null
  unkept: Unkept | null
}

const Overview = ({ view, tally, section, inUse, partner, mine, unkept }: OverviewProps) => {
  return (
    <>
      <ClauseCount view={view} tally={tally} />
      <SectionLinks tally={tally} current={section} />
      <div ref={underTools} className={styles.tools}>
        <SavedLine status={inUse?.status ?? null} unkept={unkept} />
        <Tools canUndo={inUse?.canUndo ?? false} canRedo={inUse?.canRedo ?? false} />
      </div>
      {/* Where the tools end in the flow: they themselves stay at the top of what is scrolled. */}
      <div ref={keptClear} className={styles.narrow} />
      <div className={styles.wide}>
        <WhoIsHere view={view} partner={partner} mine={mine} />
      </div>
    </>
  )
}

/** What is there and cannot be shown is said, so that nobody takes its absence for agreement. */
const LeftOut = ({ unopened, leftOut }: { unopened: number; leftOut: number }) => {
  const { t } = useTranslation('agreement')
  return (
    <>
      {unopened > 0 && <Notice title={t('unopened', { count: unopened })}>{t('unopenedMore')}</Notice>}
      {leftOut > 0 && <Notice title={t('leftOut', { count: leftOut })}>{t('leftOutMore')}</Notice>}
    </>
  )
}

/** The same object for as long as the same document is open, so that no editor is opened twice. */
const useWritingIn = (
  inUse: AgreementInUse | null,
  onPlace: (clauseId: string | null) => void,
  tellUnkept: Writing['tellUnkept'],
): Writing | null => {
  const { t } = useTranslation('agreement')
  const session = useSession()
  const you = t('you')
  const agreement = inUse?.status.loaded ? inUse.agreement : undefined
  const { document, together, movedOn = null, setPlace } = inUse ?? {}
  return useMemo(() => {
    if (!agreement || !document || !together || !setPlace) return null
    return {
      agreement,
      together,
      movedOn,
      tellUnkept,
      awareness: document.awareness,
      setPlace: place => {
        setPlace(place)
        onPlace(place?.clauseId ?? null)
      },
      nameOf: seat => {
        const { me, partner, partnerNameGuess } = session.state()
        return seat === me?.seat ? you : partner?.name || partnerNameGuess
      },
    }
  }, [agreement, document, together, movedOn, setPlace, onPlace, tellUnkept, session, you])
}

import { useState } from 'react'
import { usePartner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { useNow } from '../../sync/use-now.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { ButtonLink } from '../../ui/button.tsx'
import styles from './repair.module.css'
import { openRepair } from './repairs.ts'
import { SentRepair } from './sent-repair.tsx'
import { WriteRepair } from './write-repair.tsx'

/** `/repair`: a line for oneself, then one tap for the other, and how far it got. */
export const RepairScreen = () => {
  const { t } = useTranslation('repair')
  const session = useSession()
  const { repairs, me, phase } = useSessionState()
  const partner = usePartner()
  const now = useNow(session, 250)
  const [again, setAgain] = useState<string | null>(null)
  if (phase === 'loading') return null
  if (!me || !partner) {
    return (
      <Page width="phone">
        <section className={styles.head}>
          <h1>{t('alone')}</h1>
          <ButtonLink href="/" kind="main" size="big">
            {t('toNow')}
          </ButtonLink>
        </section>
      </Page>
    )
  }
  const repair = openRepair(repairs, now)
  if (!repair || repair.id === again) return <WriteRepair partner={partner} sent={() => setAgain(null)} />
  return <SentRepair repair={repair} me={me} partner={partner} now={now} again={() => setAgain(repair.id)} />
}

import { useState } from 'react'
import { useLocation } from 'wouter'
import { clockTime } from '../../i18n/clock-time.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useNow } from '../../sync/use-now.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Text } from '../../ui/text.tsx'
import styles from './invite.module.css'
import { type Failure, Refused } from './refused.tsx'

/** Someone joined: on to writing, or undo it when it was the wrong one. */
export const Joined = ({ name, undone }: { name: string; undone: () => void }) => {
  const { t } = useTranslation('pairing')
  const { partnerVerified } = useSessionState()
  const [, navigate] = useLocation()
  return (
    <div className={styles.here}>
      {!partnerVerified && (
        <Notice kind="warn" title={t('invite.unproven')} role="alert">
          {t('invite.unprovenMore', { name })}
        </Notice>
      )}
      <Text kind="sub">{t('invite.hereMore')}</Text>
      <Button kind="main" size="big" full onClick={() => navigate('/agreement')}>
        {t('invite.write')}
      </Button>
      <Button size="big" full onClick={() => navigate('/')}>
        {t('invite.go')}
      </Button>
      <UndoJoin undone={undone} />
    </div>
  )
}

const UndoJoin = ({ undone }: { undone: () => void }) => {
  const { t } = useTranslation('pairing')
  const session = useSession()
  const { undoJoinUntil } = useSessionState()
  const now = useNow(session, 1_000)
  const [asking, setAsking] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  if (undoJoinUntil === null || now >= undoJoinUntil) return null
  const undo = async () => {
    setAsking(false)
    const outcome = await session.undoJoin()
    setFailure(outcome.ok ? null : outcome)
    if (outcome.ok) undone()
  }
  return (
    <div className={styles.small}>
      {failure && <Refused failure={failure} />}
      <Button kind="text" onClick={() => setAsking(true)}>
        {t('invite.wrong')}
      </Button>
      <Text kind="caption">{t('invite.wrongMore', { time: clockTime(undoJoinUntil, now) })}</Text>
      <Dialog
        title={t('invite.wrongTitle')}
        open={asking}
        onClose={() => setAsking(false)}
        actions={
          <>
            {/* The first key has the focus: it is the one that changes nothing. */}
            <Button kind="main" size="big" full onClick={() => setAsking(false)}>
              {t('invite.wrongKeep')}
            </Button>
            <Button size="big" full onClick={() => void undo()}>
              {t('invite.wrongDo')}
            </Button>
          </>
        }
      >
        <Text kind="sub">{t('invite.wrongAbout')}</Text>
      </Dialog>
    </div>
  )
}

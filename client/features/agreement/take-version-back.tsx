import { useLayoutEffect, useRef } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useSessionState } from '../../sync/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { Undo2 } from '../../ui/icons.ts'
import { useCouple } from './couple.ts'
import styles from './in-force.module.css'

interface TakeVersionBackProps {
  onTakeBack: () => void
  /** It goes while it is in focus: over, or pressed. */
  onFocusLost: () => void
}

/** While a version is still on this device it can be taken back as if it had never been. Afterwards new words follow it. */
export const TakeVersionBack = ({ onTakeBack, onFocusLost }: TakeVersionBackProps) => {
  const { t } = useTranslation('agreement')
  const { partnerName: name } = useCouple()
  const isOnline = useSessionState().connection === 'online'
  const key = useRef<HTMLButtonElement>(null)
  const lost = useRef(onFocusLost)
  useLayoutEffect(() => {
    lost.current = onFocusLost
  })
  useLayoutEffect(() => {
    const button = key.current
    return () => {
      if (button && document.activeElement === button) lost.current()
    }
  }, [])
  return (
    <div className={styles.held}>
      <span>{isOnline ? t('assent.force.held', { name }) : t('assent.force.heldOffline')}</span>
      <Button ref={key} size="small" icon={<Undo2 />} onClick={onTakeBack}>
        {t('assent.takeBack')}
      </Button>
    </div>
  )
}

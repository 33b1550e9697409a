import { useState } from 'react'
import { errorText } from '../i18n/error-text.ts'
import { useTranslation } from '../i18n/use-translation.ts'
import { useSessionState } from '../sync/use-session.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { reloadNewApp } from './reload-new-app.ts'

/** The server takes nothing from this page any more. Nothing reloads by itself: that is the person's to do, in a moment that suits. */
export const Outdated = () => {
  const { t } = useTranslation('shell')
  const { storage } = useSessionState()
  const [isReloading, setReloading] = useState(false)
  const { so, way } = errorText('old-protocol')
  const reload = () => {
    setReloading(true)
    void reloadNewApp()
  }
  return (
    <Notice
      kind="warn"
      role="status"
      title={so}
      actions={
        <Button onClick={reload} disabled={isReloading}>
          {t(isReloading ? 'outdated.reloading' : 'outdated.reload')}
        </Button>
      }
    >
      {storage === 'memory' ? t('outdated.lost') : way}
    </Notice>
  )
}

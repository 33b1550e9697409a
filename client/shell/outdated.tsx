import { useState } from 'react'
import { errorText } from '../i18n/error-text.ts'
import { useTranslation } from '../i18n/use-translation.ts'
import { useSessionState } from '../sync/use-session.ts'
import { QuietLine } from './quiet-line.tsx'
import { reloadNewApp } from './reload-new-app.ts'

/** The server takes nothing from this page any more. Nothing reloads by itself: that is the person's to do, in a moment that suits. */
export const Outdated = () => {
  const { t } = useTranslation('notices')
  const { storage } = useSessionState()
  const [isReloading, setReloading] = useState(false)
  const reload = () => {
    if (isReloading) return
    setReloading(true)
    void reloadNewApp()
  }
  return (
    <QuietLine action={t(isReloading ? 'outdated.reloading' : 'outdated.reload')} onPress={reload}>
      <b>{errorText('old-protocol').so}</b> {t(storage ? 'outdated.lost' : 'outdated.kept')}
    </QuietLine>
  )
}

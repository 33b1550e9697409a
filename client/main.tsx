import './ui/tokens.css'
import './ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { takeInviteFromAddress } from './features/pairing/pending-invite.ts'
import { comeBackHome, leaveOnEscapes } from './shell/exit.ts'
import { applyName } from './shell/plain-name.ts'
import { profileFromPath } from './shell/profile.ts'
import { keepAppOnDevice } from './shell/service-worker.ts'
import { applyTheme } from './shell/theme.ts'

const place = profileFromPath(location.pathname)
comeBackHome(`${place.base}/`, takeInviteFromAddress(place.base))
addEventListener('hashchange', () => takeInviteFromAddress(place.base))
applyTheme()
applyName()
if (window.parent !== window) document.documentElement.dataset['framed'] = 'yes'
leaveOnEscapes()

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <App place={place} />
    </StrictMode>,
  )
if (document.readyState === 'complete') void keepAppOnDevice()
else addEventListener('load', () => void keepAppOnDevice(), { once: true })

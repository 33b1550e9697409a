import { useRef } from 'react'
import { useLocation } from 'wouter'
import { usePartner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { isHardMoment } from '../../shell/hard-moment.ts'
import { QuietLine } from '../../shell/quiet-line.tsx'
import { useClosed } from '../../sync/use-closed.ts'
import { useDrawn } from '../../sync/use-drawn.ts'
import { useSeen } from '../../sync/use-seen.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'

/**
 * The partner's test over any calm screen: a line that calls it one. No sound, no alert, nothing to answer; the receipt goes out by
 * itself, once no other line stands before it. In a hard moment both wait.
 */
export const TestLine = () => {
  const { t } = useTranslation('signal')
  const session = useSession()
  const { tests } = useSessionState()
  const partner = usePartner()
  const [path] = useLocation()
  const [closed, close] = useClosed(session, 'closed-tests')
  const waiting = closed && !isHardMoment(path) ? tests.filter(({ id, mine }) => !mine && !closed.has(id)) : []
  const last = waiting.at(-1)
  const words = useRef<HTMLSpanElement>(null)
  const seen = useSeen(last?.id ?? '', words)
  useDrawn(seen, () => {
    if (last?.id === seen) void session.received(last.id)
  })
  if (!last || !partner) return null
  return (
    <QuietLine action={t('test.gotIt')} onPress={() => close(...waiting.map(({ id }) => id))}>
      <span ref={words}>{t('test.came', { name: partner.name })}</span>
    </QuietLine>
  )
}

import { useRef } from 'react'
import { useLocation } from 'wouter'
import type { Partner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import type { Person } from '../../sync/session.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { DeliveryStrand } from '../../ui/delivery-strand.tsx'
import { House, Send } from '../../ui/icons.ts'
import { Text } from '../../ui/text.tsx'
import { ThumbZone } from '../../ui/thumb-zone.tsx'
import { useKeptFocus } from '../../ui/use-kept-focus.ts'
import { testKnots } from './knots.ts'
import styles from './signal.module.css'
import { NOT_THERE_AFTER_MS } from './stage.ts'

/** `/signal?test`: whether signals can reach the partner's phone, and a test that is called one on both sides. */
export const TestWay = ({ me, partner, now }: { me: Person; partner: Partner; now: number }) => {
  const { t } = useTranslation('signal')
  const session = useSession()
  const [, navigate] = useLocation()
  const { tests, partnerPush } = useSessionState()
  const heading = useRef<HTMLHeadingElement>(null)
  const { name } = partner
  const test = tests.findLast(({ mine }) => mine)
  const underway = test !== undefined && !test.reached && now - test.pressedAt < NOT_THERE_AFTER_MS
  useKeptFocus(heading, String(underway))
  const title = !test
    ? t('test.title', { name })
    : test.reached
      ? t('test.there', { name })
      : t(underway ? 'test.underway' : 'test.notThere')
  return (
    <Page width="phone">
      <section className={styles.head}>
        <h1 ref={heading}>{title}</h1>
        {(!test || !underway) && (
          <Text kind="lead">
            {t(partnerPush === null ? 'test.unknown' : partnerPush ? 'test.closed' : 'test.open', { name })}
          </Text>
        )}
      </section>
      {test && <DeliveryStrand label={t('delivery.list')} from={me.seat} knots={testKnots(t, test, { me, partner, now })} />}
      <ThumbZone label={t('choices')}>
        {!underway && (
          <CrisisKey icon={<Send />} more={t('test.more', { name })} onClick={() => session.sendTest()}>
            {t(test ? 'test.again' : 'test.send')}
          </CrisisKey>
        )}
        <CrisisKey icon={<House />} onClick={() => navigate('/')}>
          {t('toNow')}
        </CrisisKey>
      </ThumbZone>
    </Page>
  )
}

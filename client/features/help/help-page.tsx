import { type MouseEvent, type ReactNode, useId } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { Card } from '../../ui/card.tsx'
import { ChevronDown, Phone } from '../../ui/icons.ts'
import { Text } from '../../ui/text.tsx'
import styles from './help.module.css'
import { type EmergencyNumber, numbersFor } from './numbers.ts'

/** `/help`: works without a network and without a space, asks nothing, leaves nothing the partner could see. */
export const HelpPage = () => {
  const { t } = useTranslation('help')
  const [first, ...others] = numbersFor(navigator.language)
  return (
    <Page back={{ href: '/', label: t('back'), onClick: backWhereOneWas }} className={styles.help}>
      <div className={styles.head}>
        <h1>{t('title')}</h1>
        <Text kind="sub">{t('trace')}</Text>
      </div>
      <Section title={t('danger.title')}>
        <Text kind="sub">{t('danger.about')}</Text>
        <Card className={styles.numbers}>
          <ul>{first && <Call {...first} />}</ul>
          <details className={styles.others}>
            <summary>
              {t('danger.others')}
              <ChevronDown />
            </summary>
            <ul>
              {others.map(number => (
                <Call key={number.region} {...number} />
              ))}
            </ul>
            <Text kind="caption">{t('danger.other')}</Text>
          </details>
        </Card>
      </Section>
      <Section title={t('unsafe.title')}>
        <Text kind="sub">{t('unsafe.about')}</Text>
        <Points>{[t('unsafe.one'), t('unsafe.two'), t('unsafe.three'), t('unsafe.four')]}</Points>
        <Text kind="sub">{t('unsafe.leave')}</Text>
      </Section>
      <Section title={t('self.title')}>
        <Text kind="sub">{t('self.about')}</Text>
      </Section>
      <Section title={t('more.title')}>
        <Text kind="sub">{t('more.about')}</Text>
        <Points>{[t('more.years'), t('more.control'), t('more.crisis'), t('more.trauma')]}</Points>
        <Text kind="sub">{t('more.forms')}</Text>
      </Section>
    </Page>
  )
}

/** One step back where the browser says that it is a page of ours; the link's own way where it does not say. */
const backWhereOneWas = (event: MouseEvent) => {
  if (!('navigation' in window) || !window.navigation.canGoBack) return
  event.preventDefault()
  history.back()
}

const Call = ({ region, number }: EmergencyNumber) => {
  const { t } = useTranslation('help')
  return (
    <li>
      <a className={styles.number} href={`tel:${number}`}>
        <Phone />
        <span>
          <b>{t('danger.call', { number })}</b>
          {t(`danger.region.${region}`)}
        </span>
      </a>
    </li>
  )
}

const Section = ({ title, children }: { title: string; children: ReactNode }) => {
  const id = useId()
  return (
    <section className={styles.section} aria-labelledby={id}>
      <Text kind="section" as="h2" id={id}>
        {title}
      </Text>
      {children}
    </section>
  )
}

const Points = ({ children }: { children: string[] }) => (
  <ul className={styles.points}>
    {children.map(point => (
      <li key={point}>{point}</li>
    ))}
  </ul>
)

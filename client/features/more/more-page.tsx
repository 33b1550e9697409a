import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { Card } from '../../ui/card.tsx'
import { BookOpen, ChevronRight, Columns2, HeartHandshake, Leaf, MessageCircle, Settings } from '../../ui/icons.ts'
import styles from './more-page.module.css'

const Row = ({ href, icon, title, detail }: { href: string; icon: ReactNode; title: string; detail: string }) => (
  <li>
    <Link className={styles.row ?? ''} href={href}>
      {icon}
      <span>
        <b>{title}</b>
        <small>{detail}</small>
      </span>
      <ChevronRight />
    </Link>
  </li>
)

/** `/more`: everything that has no place in the navigation. */
export const MorePage = () => {
  const { t } = useTranslation('places')
  const soon = t('more.soon')
  return (
    <Page navigation>
      <h1>{t('more.title')}</h1>
      <Card className={styles.list}>
        <ul>
          <Row href="/share" icon={<MessageCircle />} title={t('more.share')} detail={soon} />
          <Row href="/reflection" icon={<Leaf />} title={t('more.reflection')} detail={soon} />
          <Row href="/learn" icon={<BookOpen />} title={t('more.learn')} detail={soon} />
          <Row href="/drill" icon={<HeartHandshake />} title={t('more.drill')} detail={t('more.drillMore')} />
          <Row href="/settings" icon={<Settings />} title={t('more.settings')} detail={t('more.settingsMore')} />
          <Row href="~/both-sides" icon={<Columns2 />} title={t('more.bothSides')} detail={t('more.bothSidesMore')} />
        </ul>
      </Card>
    </Page>
  )
}

import { useId } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Shield } from '../../ui/icons.ts'
import styles from './rights.module.css'

/** Where `#…` leads. */
export const RIGHTS = 'rights'

/** Fixed, above every agreement: nobody writes them, and nothing written below can waive them. */
export const Rights = () => {
  const { t } = useTranslation('agreement')
  const heading = useId()
  return (
    <section id={RIGHTS} tabIndex={-1} className={styles.rights} aria-labelledby={heading}>
      <h2 id={heading}>
        <Shield />
        {t('rights.title')}
      </h2>
      <ul>
        <li>{t('rights.pause')}</li>
        <li>{t('rights.leave')}</li>
        <li>{t('rights.demand')}</li>
        <li>{t('rights.waive')}</li>
      </ul>
    </section>
  )
}

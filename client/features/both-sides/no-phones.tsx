import { errorText } from '../../i18n/error-text.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Notice } from '../../ui/notice.tsx'
import { Text } from '../../ui/text.tsx'
import styles from './both-sides.module.css'
import type { CoupleState } from './use-sample-couple.ts'

/** Why there are no phones, and what can be done. */
export const NoPhones = ({ state }: { state: CoupleState }) => {
  const { t } = useTranslation('bothSides')
  switch (state.kind) {
    case 'running':
      return null
    case 'making':
    case 'removing':
      return (
        <div className={styles.waiting} role="status">
          <Text kind="sub">{t(state.kind)}</Text>
        </div>
      )
    case 'removed':
    case 'over':
      return (
        <div className={styles.gone} role="status">
          <Notice title={t(state.kind)}>{t(`${state.kind}More`)}</Notice>
        </div>
      )
    case 'failed':
      return (
        <div className={styles.waiting} role="alert">
          <Failed code={state.code} />
        </div>
      )
  }
}

const Failed = ({ code }: { code: Extract<CoupleState, { kind: 'failed' }>['code'] }) => {
  const { t } = useTranslation('bothSides')
  if (code === 'no-storage')
    return (
      <Notice kind="warn" title={t('noStorage')}>
        {t('noStorageMore')}
      </Notice>
    )
  const { so, way } = errorText(code)
  return (
    <Notice kind="warn" title={so}>
      {way}
    </Notice>
  )
}

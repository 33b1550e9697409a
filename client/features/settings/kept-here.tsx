import { useEffect, useState } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useSessionState } from '../../sync/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { FileText, HardDrive, Info, TriangleAlert } from '../../ui/icons.ts'
import { Group, Row, Way } from './group.tsx'
import styles from './settings.module.css'

interface Kept {
  persistent: boolean
  /** Bytes; null when the browser does not say. */
  used: number | null
}

const look = async (): Promise<Kept | null> => {
  // Absent on plain http pages.
  if (!navigator.storage) return null
  const [persistent, estimate] = await Promise.all([navigator.storage.persisted(), navigator.storage.estimate()])
  return { persistent, used: estimate.usage ?? null }
}

/** What this browser holds, and whether it may throw it away. */
export const KeptHere = () => {
  const { t } = useTranslation('settings')
  const { storage, phase } = useSessionState()
  const [kept, setKept] = useState<Kept | null>(null)
  const [refused, setRefused] = useState(false)
  useEffect(() => void look().then(setKept), [])
  const ask = async () => {
    setRefused(!(await navigator.storage.persist()))
    setKept(await look())
  }
  return (
    <Group title={t('data.title')}>
      {storage ? (
        <Row icon={<TriangleAlert />} title={t(`data.${storage}`)} />
      ) : (
        <Row
          icon={<HardDrive />}
          title={t('data.stored')}
          detail={t('data.storedMore')}
          side={kept?.used != null && <span className={styles.value}>{t('data.used', { size: sizeText(kept.used) })}</span>}
        />
      )}
      {kept && (
        <Row
          icon={<Info />}
          title={t(kept.persistent ? 'data.persistent' : 'data.cleared')}
          detail={kept.persistent ? undefined : t('data.clearedMore')}
        />
      )}
      {kept && !kept.persistent && (
        <div className={styles.plain}>
          <Button full onClick={() => void ask()}>
            {t('data.keep')}
          </Button>
          <p className={styles.told} role="status">
            {refused && t('data.notKept')}
          </p>
        </div>
      )}
      {(phase === 'alone' || phase === 'paired') && (
        <Way href="/agreement/along" icon={<FileText />} title={t('data.file')} detail={t('data.fileMore')} />
      )}
    </Group>
  )
}

const MEGABYTE = 1_000_000

const sizeText = (bytes: number): string =>
  new Intl.NumberFormat(undefined, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 }).format(bytes / MEGABYTE)

import { use } from 'react'
import type { EventId } from '../../../shared/ids.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { AlertTitle } from '../../shell/alert-title.ts'
import { useSessionState } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Check } from '../../ui/icons.ts'
import { Sentences } from '../../ui/sentences.tsx'
import { Settle } from '../../ui/settle.tsx'
import { ThumbZone } from '../../ui/thumb-zone.tsx'
import styles from './repair-alert.module.css'

/** What was answered, until it is closed; and that it waits where it could not go yet. */
export const RepairAnswered = ({ id, text, done }: { id: EventId; text: string; done: () => void }) => {
  const { t } = useTranslation('repair')
  const { repairs, storage } = useSessionState()
  const unsent = repairs.find(repair => repair.id === id)?.answer?.unsent === true
  return (
    <>
      <section className={styles.received}>
        <p className={styles.from} id={use(AlertTitle)}>
          <Check />
          <b>{t('youAnswered')}</b>
        </p>
        <h1>
          <Sentences text={text} />
        </h1>
        {unsent && <p>{t(storage ? 'unkept' : 'kept')}</p>}
      </section>
      <ThumbZone label={t('choices')}>
        <Settle>
          <CrisisKey kind="main" icon={<Check />} onClick={done}>
            {t('done')}
          </CrisisKey>
        </Settle>
      </ThumbZone>
    </>
  )
}

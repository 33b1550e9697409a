import { useAgreement } from '../../documents/use-agreement.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { Text } from '../../ui/text.tsx'
import styles from './along.module.css'
import { AsFile } from './as-file.tsx'
import { AsPicture } from './as-picture.tsx'
import { BringIn } from './bring-in.tsx'
import { OnPaper } from './on-paper.tsx'
import { standingText } from './paper-content.ts'
import type { Taken } from './taken.ts'
import { usePaper, useTaken } from './use-taken.ts'

/** `/agreement/along`: on paper, as a picture, as a file; and a file into the draft. */
export const AlongScreen = () => {
  const { t } = useTranslation('along')
  const inUse = useAgreement(false)
  const taken = useTaken(inUse)
  const paper = usePaper(taken)
  return (
    <Page navigation width="full" back={{ href: '/agreement', label: t('back') }} className={styles.page}>
      <h1>{t('title')}</h1>
      {taken ? <Standing taken={taken} /> : <Text kind="caption">{t(inUse?.status.loaded ? 'reading' : 'opening')}</Text>}
      <div className={styles.layout} aria-busy={taken === null}>
        <div className={styles.column}>
          {paper && <OnPaper paper={paper} />}
          {taken && <AsPicture taken={taken} />}
        </div>
        <div className={styles.column}>
          {paper && <AsFile paper={paper} draft={inUse?.status.loaded ? inUse.view : null} />}
          <BringIn inUse={inUse} />
        </div>
      </div>
    </Page>
  )
}

const Standing = ({ taken }: { taken: Taken }) => {
  const { t } = useTranslation('along')
  return (
    <div className={styles.standing}>
      <p>{standingText(taken, t)}</p>
      <Text kind="caption">{t(taken.standing.kind === 'draft' ? 'about.draft' : 'about.inForce')}</Text>
    </div>
  )
}

import { useState } from 'react'
import { fileOf, fileText } from '../../documents/agreement-file.ts'
import type { AgreementView } from '../../documents/agreement-view.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { Download } from '../../ui/icons.ts'
import styles from './along.module.css'
import { Group } from './group.tsx'
import { markdownOf } from './markdown.ts'
import type { Paper } from './paper-content.ts'
import { saveFile } from './save-file.ts'
import { type Saved, SavedLine } from './saved-line.tsx'

interface AsFileProps {
  paper: Paper
  /** Null until the draft is open. */
  draft: AgreementView | null
}

/** The agreement as text for people, and the draft as data for programs. */
export const AsFile = ({ paper, draft }: AsFileProps) => {
  const { t } = useTranslation('along')
  const [saved, setSaved] = useState<Saved>(null)
  const save = (name: string, type: string, text: string) => {
    const file = new File([text], name, { type })
    setSaved({ ok: saveFile(file), name })
  }
  return (
    <Group title={t('files.title')} about={t('files.about')}>
      <ul className={styles.files}>
        <li>
          <span>
            <b>{t('files.markdown')}</b>
            <small>{t('files.markdownMore')}</small>
          </span>
          <Button icon={<Download />} onClick={() => save('our-agreement.md', 'text/markdown', markdownOf(paper))}>
            {t('files.saveMarkdown')}
          </Button>
        </li>
        <li>
          <span>
            <b>{t('files.json')}</b>
            <small>{t('files.jsonMore')}</small>
          </span>
          <Button
            icon={<Download />}
            disabled={!draft}
            onClick={() => draft && save('our-agreement.json', 'application/json', fileText(fileOf(draft)))}
          >
            {t('files.saveJson')}
          </Button>
        </li>
      </ul>
      <SavedLine saved={saved} />
    </Group>
  )
}

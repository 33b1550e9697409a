import { useState } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { Printer } from '../../ui/icons.ts'
import { Notice } from '../../ui/notice.tsx'
import { loadFonts } from './fonts.ts'
import { Group } from './group.tsx'
import type { Paper } from './paper-content.ts'
import { PaperSheet, textsOf } from './paper-sheet.tsx'

/** The print view: the sheet that stands beside the page and is seen on paper only. */
export const OnPaper = ({ paper }: { paper: Paper }) => {
  const { t } = useTranslation('along')
  const [failed, setFailed] = useState(false)
  const [fits, setFits] = useState(true)
  const printIt = async () => {
    try {
      await loadFonts(textsOf(paper))
      print()
      setFailed(false)
    } catch {
      setFailed(true)
    }
  }
  return (
    <Group title={t('paper.title')} about={t('paper.about')}>
      {!fits && <Notice title={t('paper.long')}>{t('paper.longMore')}</Notice>}
      <Button kind="main" full icon={<Printer />} onClick={() => void printIt()}>
        {t('paper.print')}
      </Button>
      {failed && (
        <Notice kind="warn" role="alert" title={t('paper.failed')}>
          {t('paper.failedMore')}
        </Notice>
      )}
      <PaperSheet paper={paper} onFit={setFits} />
    </Group>
  )
}

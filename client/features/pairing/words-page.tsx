import { useLocation } from 'wouter'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { WordsStep } from './words-step.tsx'

/** `/words`: the recovery words again, as long as they are not kept. */
export const WordsPage = () => {
  const { t } = useTranslation('shell')
  const [, navigate] = useLocation()
  return (
    <Page back={{ href: '/', label: t('now') }}>
      <WordsStep done={() => navigate('/')} />
    </Page>
  )
}

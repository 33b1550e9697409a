import { useEffect, useState } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useSession } from '../../sync/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Printer } from '../../ui/icons.ts'
import { Text } from '../../ui/text.tsx'
import steps from './step.module.css'
import { StepHeading } from './step-heading.tsx'
import styles from './words-step.module.css'

/** The 24 words, while this device holds them. `done` goes on, kept or not. */
export const WordsStep = ({ done }: { done: () => void }) => {
  const { t } = useTranslation('pairing')
  const session = useSession()
  const [words, setWords] = useState<string[] | 'reading' | 'gone'>('reading')
  useEffect(() => {
    let shown = true
    void session.recoveryWords().then(found => shown && setWords(found ?? 'gone'))
    return () => {
      shown = false
    }
  }, [session])
  const keep = async () => {
    await session.confirmWords()
    done()
  }
  if (words === 'gone') return <WordsGone done={done} />
  return (
    <>
      <div className={steps.step}>
        <div className={steps.head}>
          <StepHeading>{t('words.title')}</StepHeading>
          <Text kind="sub">{t('words.about')}</Text>
        </div>
        <Card>
          <ol className={styles.words} aria-label={t('words.list')}>
            {words !== 'reading' &&
              words.map((word, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a word may come twice, its place is what it is
                <li key={at}>{word}</li>
              ))}
          </ol>
        </Card>
        <Text kind="caption">{t('words.keep')}</Text>
      </div>
      <div className={`${steps.actions} ${styles.actions}`}>
        <Button kind="main" size="big" full onClick={() => void keep()} disabled={words === 'reading'}>
          {t('words.kept')}
        </Button>
        <Button size="big" full onClick={done}>
          {t('words.later')}
        </Button>
        <Text kind="caption">{t('words.laterHint')}</Text>
        <span className={styles.print}>
          <Button kind="line" size="small" icon={<Printer />} onClick={() => window.print()}>
            {t('words.print')}
          </Button>
        </span>
      </div>
    </>
  )
}

const WordsGone = ({ done }: { done: () => void }) => {
  const { t } = useTranslation('pairing')
  return (
    <>
      <div className={steps.step}>
        <div className={steps.head}>
          <StepHeading>{t('words.title')}</StepHeading>
          <Text kind="sub">{t('words.gone')}</Text>
          <Text kind="sub">{t('words.goneMore')}</Text>
        </div>
      </div>
      <div className={steps.actions}>
        <Button kind="main" size="big" full onClick={done}>
          {t('words.on')}
        </Button>
      </div>
    </>
  )
}

import { useHome } from '../../documents/use-home.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useSession } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { MessageCircle } from '../../ui/icons.ts'
import { Settle } from '../../ui/settle.tsx'
import { PracticePage } from './practice-page.tsx'
import { press, type StepProps } from './step.ts'
import { StopKey } from './stop-key.tsx'

/** So many of the agreed phrases fit a small screen beside the way out. */
const MOST_PHRASES = 2

/** Both are back: one kind word, and the drill is done. */
export const PhraseStep = ({ drill }: StepProps) => {
  const { t } = useTranslation('drill')
  const session = useSession()
  const { phrases } = useHome()
  const offered = phrases.length > 0 ? phrases.slice(0, MOST_PHRASES) : [t('phrase.none')]
  return (
    <PracticePage
      moment="phrase"
      title={t('phrase.title')}
      lead={t('phrase.lead')}
      keys={
        <Settle>
          {offered.map(text => (
            <CrisisKey
              key={text}
              kind="say"
              icon={<MessageCircle />}
              words
              onClick={() => press(session, drill, { step: 'phrase', text })}
            >
              {text}
            </CrisisKey>
          ))}
          <StopKey drill={drill} />
        </Settle>
      }
    />
  )
}

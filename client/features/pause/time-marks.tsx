import { useTranslation } from '../../i18n/use-translation.ts'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { markAt, secondsLeft } from './moment.ts'

/** Said aloud as ten, five and one minutes pass and when the time has come, and not every second. Stays while the views change. */
export const TimeMarks = ({ returnAt, now }: { returnAt: number; now: number }) => {
  const { t } = useTranslation('pause')
  const mark = markAt(secondsLeft(returnAt, now))
  return (
    <div role="status">
      <VisuallyHidden>{mark && t(`mark.${mark}`)}</VisuallyHidden>
    </div>
  )
}

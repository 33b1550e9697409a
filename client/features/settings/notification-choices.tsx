import { useTranslation } from '../../i18n/use-translation.ts'
import type { PushChoices, QuietHours } from '../../push/choices.ts'
import { Segments } from '../../ui/segments.tsx'
import { Switch } from '../../ui/switch.tsx'
import { Text } from '../../ui/text.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './settings.module.css'

/** What quiet hours begin with: from ten to seven, in minutes of the day. */
const NIGHT: QuietHours = { from: 22 * 60, to: 7 * 60, signalsToo: false }
const wordings = ['neutral', 'words'] as const

interface NotificationChoicesProps {
  choices: PushChoices
  change(part: Partial<PushChoices>): void
}

/** What a notification on this device says, and how loud it is. */
export const NotificationChoices = ({ choices, change }: NotificationChoicesProps) => {
  const { t } = useTranslation('settings')
  const { wording, sound, vibration, quiet } = choices
  return (
    <>
      <div className={styles.look}>
        <Text kind="label" as="span">
          {t('signal.wording')}
        </Text>
        <Segments
          label={t('signal.wording')}
          value={wording}
          options={wordings.map(value => ({ value, label: t(`signal.${value}`) }))}
          onChange={value => change({ wording: value })}
        />
        <small className={styles.told}>{t(`signal.${wording}More`)}</small>
      </div>
      <div className={styles.choice}>
        <Switch label={t('signal.sound')} detail={t('signal.soundMore')} checked={sound} onChange={on => change({ sound: on })} />
      </div>
      {sound && (
        <div className={styles.choice}>
          <Switch
            label={t('signal.vibration')}
            detail={t('signal.vibrationMore')}
            checked={vibration}
            onChange={on => change({ vibration: on })}
          />
        </div>
      )}
      <div className={styles.choice}>
        <Switch
          label={t('signal.quiet')}
          detail={t('signal.quietMore')}
          checked={quiet !== null}
          onChange={on => change({ quiet: on ? NIGHT : null })}
        />
        {quiet && <Hours quiet={quiet} change={next => change({ quiet: next })} />}
      </div>
    </>
  )
}

const Hours = ({ quiet, change }: { quiet: QuietHours; change(next: QuietHours): void }) => {
  const { t } = useTranslation('settings')
  const field = (end: 'from' | 'to') => (
    <TextField
      label={t(`signal.${end}`)}
      type="time"
      value={timeText(quiet[end])}
      onChange={text => {
        const minute = minuteOf(text)
        if (minute !== null) change({ ...quiet, [end]: minute })
      }}
    />
  )
  return (
    <>
      <div className={styles.hours}>
        {field('from')}
        {field('to')}
      </div>
      <Switch
        label={t('signal.signalsToo')}
        detail={t(quiet.signalsToo ? 'signal.signalsQuiet' : 'signal.signalsHeard')}
        checked={quiet.signalsToo}
        onChange={on => change({ ...quiet, signalsToo: on })}
      />
    </>
  )
}

const timeText = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map(part => String(part).padStart(2, '0')).join(':')

/** Null while a field is half filled. */
const minuteOf = (text: string): number | null => {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(text) ?? []
  return hours === undefined || minutes === undefined ? null : Number(hours) * 60 + Number(minutes)
}

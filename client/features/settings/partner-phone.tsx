import { useEffect, useState } from 'react'
import { usePartner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { keepPartnerNumber, plainNumber, readPartnerNumber } from '../../sync/partner-number.ts'
import { useSession } from '../../sync/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { Phone } from '../../ui/icons.ts'
import { TextField } from '../../ui/text-field.tsx'
import { Group, Row } from './group.tsx'
import styles from './settings.module.css'

/** A number for when a signal does not arrive: then a text or a call is one tap. */
export const PartnerPhone = () => {
  const { t } = useTranslation('settings')
  const session = useSession()
  const partner = usePartner()
  const [kept, setKept] = useState<string | null>(null)
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState(false)
  useEffect(() => void readPartnerNumber(session).then(setKept), [session])
  if (!partner) return null
  const { name } = partner
  const keep = async (number: string | null) => {
    await keepPartnerNumber(session, number)
    setKept(number)
    setTyped('')
  }
  const save = () => {
    const number = plainNumber(typed)
    setWrong(number === null)
    if (number !== null) void keep(number)
  }
  return (
    <Group title={t('phone.title')}>
      <Row icon={<Phone />} title={kept ?? t('phone.none')} detail={t('phone.more', { name })} />
      {kept === null ? (
        <form
          className={styles.plain}
          onSubmit={event => {
            event.preventDefault()
            save()
          }}
        >
          <TextField
            label={t('phone.label', { name })}
            type="tel"
            autoComplete="off"
            value={typed}
            onChange={setTyped}
            hint={t('phone.hint')}
            error={wrong ? t('phone.wrong') : undefined}
          />
          <Button type="submit" full>
            {t('phone.keep')}
          </Button>
        </form>
      ) : (
        <div className={styles.plain}>
          <Button full onClick={() => void keep(null)}>
            {t('phone.forget')}
          </Button>
        </div>
      )}
    </Group>
  )
}

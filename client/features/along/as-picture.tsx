import { useMemo, useState } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { Download, Share } from '../../ui/icons.ts'
import { Notice } from '../../ui/notice.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Text } from '../../ui/text.tsx'
import styles from './along.module.css'
import type { Missing } from './card.ts'
import { cardSections } from './card-content.ts'
import type { CardKind } from './card-forms.ts'
import { Group } from './group.tsx'
import { standingText } from './paper-content.ts'
import { canShare, saveFile, shareFile } from './save-file.ts'
import { type Saved, SavedLine } from './saved-line.tsx'
import type { Taken } from './taken.ts'
import { usePicture } from './use-picture.ts'

const NAMES: Record<CardKind, string> = { wallet: 'our-card.png', lock: 'our-lock-screen.png' }

/** Signals and phrases for the wallet or the lock screen. */
export const AsPicture = ({ taken }: { taken: Taken }) => {
  const { t } = useTranslation('along')
  const isEmpty = taken.signals.length === 0 && taken.phrases.length === 0
  return (
    <Group title={t('picture.title')} about={t('picture.about')}>
      {isEmpty ? <Text kind="caption">{t('picture.empty')}</Text> : <Card taken={taken} />}
    </Group>
  )
}

const Card = ({ taken }: { taken: Taken }) => {
  const { t } = useTranslation('along')
  const { t: agreement } = useTranslation('agreement')
  const [kind, setKind] = useState<CardKind>('wallet')
  const [light, setLight] = useState<Element | null>(null)
  const [saved, setSaved] = useState<Saved>(null)
  const [notShared, setNotShared] = useState(false)
  const words = {
    sections: cardSections(taken, { signals: agreement('signals'), phrases: agreement('comingBack') }),
    foot: standingText(taken, t),
    more: (count: number) => t('picture.more', { count }),
  }
  const picture = usePicture(kind, words, light)
  const png = picture.kind === 'drawn' ? picture.png : null
  const file = useMemo(() => png && new File([png], NAMES[kind], { type: 'image/png' }), [png, kind])
  const share = async (shared: File) => setNotShared((await shareFile(shared)) === 'failed')
  return (
    <>
      <Segments
        label={t('picture.kind')}
        value={kind}
        options={(['wallet', 'lock'] as const).map(value => ({ value, label: t(`picture.${value}`) }))}
        onChange={chosen => {
          setKind(chosen)
          setSaved(null)
          setNotShared(false)
        }}
      />
      <Text kind="caption">{t(`picture.${kind}More`)}</Text>
      <div ref={setLight} data-theme="light" className={styles.picture} data-kind={kind} aria-busy={picture.kind === 'drawing'}>
        {picture.kind === 'drawn' && <img src={picture.address} alt={t(`picture.${kind}Alt`)} />}
        {picture.kind === 'drawing' && <p>{t('picture.drawing')}</p>}
      </div>
      {picture.kind === 'drawn' && <LeftOut missing={picture.missing} />}
      {picture.kind === 'failed' && (
        <Notice kind="warn" role="alert" title={t('picture.failed')}>
          {t('picture.failedMore')}
        </Notice>
      )}
      <div className={styles.actions}>
        <Button
          kind="main"
          icon={<Download />}
          disabled={!file}
          onClick={() => file && setSaved({ ok: saveFile(file), name: file.name })}
        >
          {t('picture.save')}
        </Button>
        {file && canShare(file) && (
          <Button icon={<Share />} onClick={() => void share(file)}>
            {t('picture.share')}
          </Button>
        )}
      </div>
      <SavedLine saved={saved} />
      {notShared && (
        <Notice kind="warn" role="alert" title={t('picture.notShared')}>
          {t('picture.notSharedMore')}
        </Notice>
      )}
    </>
  )
}

/** Told before it is saved: who shows the card in the room relies on what is on it. */
const LeftOut = ({ missing: { items, gestures, meanings, cut } }: { missing: Missing }) => {
  const { t } = useTranslation('along')
  if (items === 0 && meanings === 0 && cut === 0) return null
  return (
    <Notice role="status" title={t('picture.notAll')}>
      {items > 0 && t('picture.leftOut', { count: items })} {gestures > 0 && t('picture.leftOutGestures', { count: gestures })}{' '}
      {meanings > 0 && t('picture.noMeanings')} {cut > 0 && t('picture.cut', { count: cut })} {t('picture.onPaper')}
    </Notice>
  )
}

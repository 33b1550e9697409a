import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { MOST_FILE_BYTES, type ReadFile, readAgreementFile } from '../../documents/read-agreement-file.ts'
import type { AgreementInUse } from '../../documents/use-agreement.ts'
import { useAgreementRecord } from '../../documents/use-agreement-record.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Notice } from '../../ui/notice.tsx'
import styles from './along.module.css'
import { ChooseFile } from './choose-file.tsx'
import { Group } from './group.tsx'
import { type BroughtIn, ImportDone } from './import-done.tsx'
import { ImportPreview } from './import-preview.tsx'
import { problemText } from './problem-text.ts'

type Step =
  | { kind: 'waiting' }
  | { kind: 'refused'; name: string; why: string }
  | { kind: 'preview'; name: string; file: ReadFile; choice: number }
  | { kind: 'done'; done: BroughtIn }

/** A file into the draft: read, shown, and only then brought in. */
export const BringIn = ({ inUse }: { inUse: AgreementInUse | null }) => {
  const { t } = useTranslation('along')
  const { record } = useAgreementRecord()
  const [step, setStep] = useState<Step>({ kind: 'waiting' })
  const place = useRef<HTMLDivElement>(null)
  const choices = useRef(0)
  /** What came stands where the focus goes. */
  const goOn = (next: Step) => {
    flushSync(() => setStep(next))
    place.current?.focus()
  }
  const read = async (chosen: File) => {
    const { name } = chosen
    const choice = ++choices.current
    const refuse = (why: string) => goOn({ kind: 'refused', name, why })
    if (chosen.size > MOST_FILE_BYTES) return refuse(t('problem.too-large'))
    const bytes = await chosen.arrayBuffer().catch(() => null)
    // Another one was chosen while this was read.
    if (choice !== choices.current) return
    if (!bytes) return refuse(t('problem.not-read'))
    const reading = readAgreementFile(new Uint8Array(bytes))
    if (!reading.ok) return refuse(problemText(reading.problem, t))
    goOn({ kind: 'preview', name, file: reading.file, choice })
  }
  const agreement = inUse?.status.loaded ? inUse.agreement : null
  return (
    <Group title={t('bring.title')} about={t('bring.about')}>
      <ChooseFile disabled={!agreement} onChosen={file => void read(file)} />
      <div ref={place} tabIndex={-1} className={styles.came}>
        {step.kind === 'refused' && (
          <Notice kind="warn" role="alert" title={t('bring.refused', { name: step.name })}>
            {step.why}
          </Notice>
        )}
        {step.kind === 'preview' && inUse && agreement && (
          <ImportPreview
            key={step.choice}
            name={step.name}
            file={step.file}
            view={inUse.view}
            agreement={agreement}
            removals={inUse.together.removals}
            record={record}
            onLeave={() => goOn({ kind: 'waiting' })}
            onDone={done => goOn({ kind: 'done', done })}
          />
        )}
        {step.kind === 'done' && agreement && <ImportDone done={step.done} agreement={agreement} />}
      </div>
    </Group>
  )
}

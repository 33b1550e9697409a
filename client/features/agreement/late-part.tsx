import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import styles from './late-part.module.css'

interface LatePartProps<M> {
  /** Brings its code. The same function each time. */
  load: () => Promise<M>
  children: (module: M) => ReactNode
}

type Part<M> = { kind: 'coming' } | { kind: 'here'; module: M } | { kind: 'missing' }

/** A part of the screen whose code comes when it is first shown. Without a network it says so, and can be asked for again. */
export const LatePart = <M,>({ load, children }: LatePartProps<M>) => {
  const { t } = useTranslation('drafting')
  const [part, setPart] = useState<Part<M>>({ kind: 'coming' })
  const isComing = part.kind === 'coming'
  useEffect(() => {
    if (!isComing) return
    let wanted = true
    const set = (next: Part<M>) => wanted && setPart(next)
    load().then(
      module => set({ kind: 'here', module }),
      () => set({ kind: 'missing' }),
    )
    return () => {
      wanted = false
    }
  }, [load, isComing])
  switch (part.kind) {
    case 'here':
      return children(part.module)
    case 'coming':
      return (
        <p className={styles.coming} role="status">
          {t('late.opening')}
        </p>
      )
    case 'missing':
      return (
        <div className={styles.missing}>
          <Notice
            title={t('late.failed')}
            role="status"
            actions={
              <Button size="small" onClick={() => setPart({ kind: 'coming' })}>
                {t('late.again')}
              </Button>
            }
          >
            {t('late.failedMore')}
          </Notice>
        </div>
      )
  }
}

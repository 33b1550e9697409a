import type { ReactNode, Ref } from 'react'
import { keptClear } from './kept-clear.ts'
import styles from './screen.module.css'

/** Whose ground this is: shared, private, a pause, or a signal from that person. */
export type Ground = 'ours' | 'mine' | 'pause' | 'from-a' | 'from-b'

export interface ScreenProps {
  ground?: Ground
  top: ReactNode
  /** `<MainNavigation>`; under the thumb on a phone, in the top line from 900 px. */
  navigation?: ReactNode
  /** Under the top line, before all that the screen says itself. */
  notice?: ReactNode
  /** `column` 640 px, `phone` 460 px (crisis screens), `full` the whole window (two columns from 900 px). */
  width?: 'column' | 'phone' | 'full'
  /** Adds to the main element, for a screen's own layout. */
  className?: string | undefined
  ref?: Ref<HTMLElement>
  children: ReactNode
}

/** One screen: top line, main, main navigation. A `ThumbZone` as last child of main sits at the bottom. */
export const Screen = ({ ground = 'ours', top, navigation, notice, width = 'column', className, ref, children }: ScreenProps) => (
  <div
    className={styles.screen}
    data-space={ground}
    data-navigation={navigation ? '' : undefined}
    data-hard={width === 'phone' ? '' : undefined}
  >
    <div className={styles.head}>
      {top}
      {navigation}
    </div>
    {notice && (
      <div ref={keptClear} className={styles.notice} data-width={width}>
        {notice}
      </div>
    )}
    <main ref={ref} className={`${styles.main} ${className ?? ''}`} data-width={width}>
      {children}
    </main>
  </div>
)

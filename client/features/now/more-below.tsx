import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { ChevronDown } from '../../ui/icons.ts'
import styles from './now.module.css'

/**
 * Right above the pause, in whose frame it stands: that there are signals which it keeps from sight. No key, and none moves for it; a
 * press on it does nothing. Screen readers have the signals themselves.
 */
export const MoreBelow = () => {
  const { t } = useTranslation('cards')
  const hint = useRef<HTMLParagraphElement>(null)
  const count = useHiddenBelow(hint)
  return (
    <p ref={hint} className={styles.more} hidden={count === 0} aria-hidden="true">
      <ChevronDown />
      {t('moreBelow', { count })}
    </p>
  )
}

/** A signal is there from so far above the pause, px, as the styles have it; where they cannot hide it, it is seen down to the pause. */
const APART = CSS.supports('animation-timeline: view()') ? 16 : 0

/** How many signals the pause keeps from sight, as one scrolls, turns the phone, and as cards come and go. */
const useHiddenBelow = (hint: RefObject<HTMLElement | null>): number => {
  const [count, setCount] = useState(0)
  useLayoutEffect(() => {
    const element = hint.current
    const page = element?.closest('main')
    const pause = element?.nextElementSibling
    if (!page || !pause) return
    const look = () => {
      const { top } = pause.getBoundingClientRect()
      const bottoms = [...page.querySelectorAll('fieldset button')].map(key => key.getBoundingClientRect().bottom)
      // A tenth of a pixel is a matter of rounding.
      const below = (above: number) => bottoms.filter(bottom => bottom > top - above + 0.1).length
      // Once the hint is there, it has all of its line.
      const own = Number.parseFloat(getComputedStyle(element).lineHeight)
      setCount(below(APART) && below(Math.max(APART, own)))
    }
    look()
    // Whatever moves the keys below the edge of the screen makes the page longer or shorter.
    const size = new ResizeObserver(look)
    size.observe(page)
    addEventListener('scroll', look, { passive: true })
    addEventListener('resize', look)
    return () => {
      size.disconnect()
      removeEventListener('scroll', look)
      removeEventListener('resize', look)
    }
  }, [hint])
  return count
}

import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { SortableContext, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable'
import { memo, type ReactNode, useCallback, useLayoutEffect, useMemo } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { GripDots } from '../../ui/dots.tsx'
import { usePrefersReducedMotion } from '../../ui/use-prefers-reduced-motion.ts'
import styles from './movable-list.module.css'

/** So far a press has to go before it moves a clause, px. */
const BEGINS_AFTER_PX = 5
/** The same object always: another would have every handle of the list drawn anew, with each letter typed in any clause. */
const AFTER_A_MOVE = { activationConstraint: { distance: BEGINS_AFTER_PX } }

interface MovableListProps {
  ids: readonly string[]
  titleOf: (id: string) => string
  /** To the place that another has now. */
  onMove: (id: string, to: number) => void
  children: ReactNode
}

/** A list whose clauses can be dragged by their handles to another place, with mouse or finger. The keyboard has its own keys for it. */
export const MovableList = ({ ids, titleOf, onMove, children }: MovableListProps) => {
  const { t } = useTranslation('agreement')
  const sensors = useSensors(useSensor(PointerSensor, AFTER_A_MOVE))
  const key = ids.join(' ')
  const items = useMemo(() => key.split(' '), [key])
  const placeOf = (id: unknown) => ids.indexOf(String(id))
  const announcements: Announcements = {
    onDragStart: ({ active }) => t('together.move.begins', { title: titleOf(String(active.id)) }),
    onDragOver: ({ over }) => (over ? t('together.move.over', { place: placeOf(over.id) + 1, of: ids.length }) : undefined),
    // What has moved is told by the list itself, as when a key moves it.
    onDragEnd: ({ active, over }) =>
      over && over.id !== active.id ? undefined : t('together.move.stays', { title: titleOf(String(active.id)) }),
    onDragCancel: ({ active }) => t('together.move.stays', { title: titleOf(String(active.id)) }),
  }
  const drop = ({ active, over }: DragEndEvent) => {
    const to = placeOf(over?.id)
    if (to >= 0 && to !== placeOf(active.id)) onMove(String(active.id), to)
  }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={drop}
      accessibility={{ announcements, restoreFocus: false, screenReaderInstructions: { draggable: '' } }}
    >
      <SortableContext items={items} strategy={verticalListSortingStrategy}>
        {children}
      </SortableContext>
    </DndContext>
  )
}

/** Where a clause is taken hold of. It moves the whole entry of the list that it stands in. */
export const MoveHandle = memo(({ id }: { id: string }) => {
  const isStill = usePrefersReducedMotion()
  const { listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging, node } = useSortable({
    id,
    transition: isStill ? null : { duration: 160, easing: 'ease' },
    animateLayoutChanges: () => false,
  })
  const isMoving = transform !== null
  useLayoutEffect(() => {
    const entry = node.current
    if (!entry) return
    entry.style.transform = transform ? `translate3d(${Math.round(transform.x)}px, ${Math.round(transform.y)}px, 0)` : ''
    entry.style.transition = isMoving ? (transition ?? '') : ''
    entry.toggleAttribute('data-dragged', isDragging)
  }, [transform, transition, isDragging, isMoving, node])
  const hold = useCallback(
    (handle: HTMLElement | null) => {
      setActivatorNodeRef(handle)
      setNodeRef(handle?.closest('li') ?? null)
    },
    [setActivatorNodeRef, setNodeRef],
  )
  return (
    <span ref={hold} className={styles.handle} aria-hidden="true" data-move="" {...listeners}>
      <GripDots />
    </span>
  )
})

import type { ReactNode } from 'react'
import styles from './text.module.css'

export type TextKind = 'section' | 'label' | 'crisisLabel' | 'lead' | 'sub' | 'caption' | 'tiny' | 'words'

export interface TextProps {
  kind: TextKind
  as?: 'p' | 'span' | 'div' | 'h2' | 'h3' | 'h4' | 'dt' | 'dd'
  id?: string
  children: ReactNode
}

/** The app's steps of type. `words` is the couple's serif; crisis screens use no step under `sub`. */
export const Text = ({ kind, as: Tag = 'p', id, children }: TextProps) => (
  <Tag id={id} className={styles[kind]}>
    {children}
  </Tag>
)

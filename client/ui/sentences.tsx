import { Fragment } from 'react'
import styles from './sentences.module.css'

/** Large words in which a line ends with a sentence where it can: "I'm flooded." above "Stay near." */
export const Sentences = ({ text }: { text: string }) =>
  text.split(/(?<=[.!?…。！？])\s+/).map((sentence, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a sentence is its place in the text
    <Fragment key={at}>
      {at > 0 && ' '}
      <span className={styles.sentence}>{sentence}</span>
    </Fragment>
  ))

import type { ClauseWords } from '../../documents/clause-words.ts'
import { signalName } from '../../documents/signal-name.ts'

/** What a clause is called by: its own words. */
export const titleOf = ({ texts: { word = '', gesture = '', emoji = '', ...texts } }: ClauseWords): string =>
  signalName({ word, gesture, emoji }) || texts.activity || texts.phrase || texts.when || texts.say || ''

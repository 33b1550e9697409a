/** The one name of a signal, wherever it is spoken of: its word, else its gesture, else its emoji. Empty while it has none of them. */
export const signalName = ({ word, gesture, emoji }: Readonly<Record<'word' | 'gesture' | 'emoji', string>>): string =>
  [word, gesture, emoji].find(text => text.trim() !== '') ?? ''

/** The words of the starter framework in one language. Which seat says which promise is a beginning, open to change like the rest. */
export interface StarterTexts {
  signals: readonly {
    word: string
    emoji: string
    gesture: string
    meaning: string
    helps: string
    answer1: string
    answer2: string
  }[]
  activities: readonly string[]
  phrases: readonly string[]
  promises: readonly { seat: 'a' | 'b'; when: string; say: string }[]
}

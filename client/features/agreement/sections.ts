/** The parts of the agreement, by the name that stands in an address: `/agreement#pauses`. */
export const sectionIds = ['signals', 'pauses', 'coming-back', 'our-words'] as const
export type SectionId = (typeof sectionIds)[number]

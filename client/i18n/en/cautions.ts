/** For whom not: before cold water and before walking, wherever they are suggested. */
export const cautions = {
  water: 'Not with a heart condition, with beta-blockers, or with an eating disorder. Cold slows the heart.',
  walk: 'With a heart condition or an eating disorder: slow and short, or sit. Stop with chest pain or when you feel faint.',
} as const

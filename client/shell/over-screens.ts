/** Getting help is never covered: what would come over any other screen waits there on a quiet line. */
export const isLeftAlone = (path: string): boolean => path === '/help' || path.startsWith('/help/')

const SYSTEMS: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/CrOS/, 'ChromeOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/Linux/, 'Linux'],
]
const BROWSERS: [RegExp, string][] = [
  [/Edg(?:A|iOS)?\//, 'Edge'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/OPR\//, 'Opera'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]

/** How a device is named to both partners: proper names only, the same in every language. Sealed before it leaves. */
export const deviceLabel = (userAgent: string): string =>
  [SYSTEMS, BROWSERS].flatMap(names => names.find(([pattern]) => pattern.test(userAgent))?.[1] ?? []).join(', ')

/** What this device is called: as it was told, or after its system and browser. */
export const labelHere = (told: string | undefined): string => told ?? deviceLabel(globalThis.navigator?.userAgent ?? '')

/** Emergency numbers that reach police or all services, by region. Kept few, so that they can be kept right. */
const numbers = [
  {
    region: 'eu',
    number: '112',
    countries: ['AT', 'BE', 'CH', 'CZ', 'DE', 'DK', 'ES', 'FI', 'FR', 'GR', 'IN', 'IT', 'NL', 'NO', 'PL', 'PT', 'SE'],
  },
  { region: 'us', number: '911', countries: ['US', 'CA'] },
  { region: 'uk', number: '999', countries: ['GB', 'IE'] },
  { region: 'au', number: '000', countries: ['AU'] },
  { region: 'nz', number: '111', countries: ['NZ'] },
  { region: 'cn', number: '110', countries: ['CN'] },
  { region: 'jp', number: '110', countries: ['JP'] },
] as const

export type EmergencyNumber = (typeof numbers)[number]

/** All of them; those of this browser's country first, guessed from its language alone. */
export const numbersFor = (language: string): EmergencyNumber[] => {
  const country = new Intl.Locale(language).maximize().region ?? ''
  const here = numbers.filter(({ countries }) => countries.some(one => one === country))
  return [...here, ...numbers.filter(number => !here.includes(number))]
}

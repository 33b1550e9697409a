import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en/index.ts'

/** Starts the translations; they are at hand at once, without a network. */
export const startTranslations = (): void => {
  void i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en },
    defaultNS: 'shell',
    initAsync: false,
    interpolation: { escapeValue: false },
  })
  document.documentElement.lang = 'en'
}

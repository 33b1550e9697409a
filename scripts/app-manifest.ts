/** What a device is told when the app is added to its home screen. The shortcuts open Now with its keys, and press none of them. */
export const appManifest = {
  id: '/',
  name: 'Holdfast',
  short_name: 'Holdfast',
  description: 'A place two partners share: signals, pauses, and a dependable way back.',
  lang: 'en',
  dir: 'ltr' as const,
  start_url: '/',
  scope: '/',
  display: 'standalone' as const,
  background_color: '#f0f1e8',
  theme_color: '#f0f1e8',
  categories: ['lifestyle'],
  icons: [
    { src: '/icons/app-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: '/icons/app-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: '/icons/app-maskable-192.png', sizes: '192x192', type: 'image/png', purpose: 'maskable' },
    { src: '/icons/app-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    { src: '/mark.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
  ],
  shortcuts: [
    { name: 'Signal', url: '/?signal', icons: [{ src: '/icons/signal-96.png', sizes: '96x96', type: 'image/png' }] },
    { name: 'Pause', url: '/?pause', icons: [{ src: '/icons/pause-96.png', sizes: '96x96', type: 'image/png' }] },
  ],
}

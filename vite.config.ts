import { createHash } from 'node:crypto'
import { relative } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { appManifest } from './scripts/app-manifest.ts'
import { emojiData } from './scripts/emoji-data.ts'
import { lateFiles } from './scripts/late-files.ts'
import { lateSha512 } from './scripts/late-sha512.ts'

const server = 'http://127.0.0.1:8787'

/** Names of classes differ by their file alone: the first load has a hundred, and what they share compresses. */
const shortHash = (path: string): string => createHash('sha256').update(path).digest('base64url').slice(0, 4)

/**
 * The first load in one file: together it compresses smaller, and the home screen asks for it once. What home loads right after it,
 * for the next press, in a second: on a bad evening each further file is one more thing to wait for. So with pairing.
 */
const groups = [
  { name: 'first', tags: ['$initial' as const], priority: 2 },
  {
    name: 'soon',
    test: /client\/told\.|client\/(?:features\/(?:now|signal|pause|repair|body)|shell|ui)\/|client\/i18n\/en\/(?:signal|pause|repair|body|said|incoming|notices|cards)\.|client\/push\/|lucide-react/,
    priority: 1,
  },
  { name: 'pairing', test: /client\/features\/pairing\// },
]

// What is built is what people get, whatever the shell that builds it calls itself: a build for tests would keep no app on the phone.
if (process.argv.includes('build')) process.env['NODE_ENV'] = 'production'

export default defineConfig({
  root: 'client',
  // React has had it for years; the router brings a stand-in for those before.
  resolve: { alias: [{ find: /^use-sync-external-store\/shim(\/index\.js)?$/, replacement: 'react' }] },
  css: { modules: { generateScopedName: (name, file) => `${name}_${shortHash(relative(import.meta.dirname, file))}` } },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2022',
    manifest: true,
    // Files of their own: the content security policy allows no others, and the service worker keeps them.
    assetsInlineLimit: 0,
    // Which further files a late page needs is a list in the first chunk, and the service worker has them anyway: only styles stay in it.
    // A browser that cannot fetch ahead fetches when it comes to it.
    modulePreload: { polyfill: false, resolveDependencies: (_page, files) => files.filter(file => file.endsWith('.css')) },
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
  server: { proxy: { '/api': server, '/relay': { target: server, ws: true }, '/documents': { target: server, ws: true } } },
  plugins: [
    react(),
    emojiData('en'),
    lateFiles(),
    lateSha512(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: '.',
      filename: 'sw.ts',
      injectRegister: false,
      manifest: appManifest,
      injectManifest: {
        // One classic script, as browsers register it; the plugin's way to a module asks the bundler for an option it has given up.
        rollupFormat: 'iife',
        globPatterns: [
          '**/*.{js,css,html,svg,webmanifest}',
          'agreement.schema.json',
          '**/*-latin-{wght,opsz}-normal-*.woff2',
          '**/*-latin-ext-wght-normal-*.woff2',
        ],
      },
    }),
  ],
})

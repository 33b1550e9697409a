import { join } from 'node:path'
import type { Plugin } from 'vite'

/** What the bundler writes around each import that comes late. */
const HELPER = '\0vite/preload-helper.js'

/** Our own way to files that come late in place of the bundler's, after whose first failure nothing comes any more. */
export const lateFiles = (): Plugin => ({
  name: 'late-files',
  enforce: 'pre',
  apply: 'build',
  load: {
    handler: id =>
      id === HELPER
        ? `export { bringLate as __vitePreload } from '${join(import.meta.dirname, '../client/shell/late-file.ts')}'`
        : null,
  },
})

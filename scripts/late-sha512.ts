import type { Plugin } from 'vite'

const SHA2 = '@noble/hashes/sha2.js'

/**
 * Signing and the recovery words take SHA-512, and the home screen SHA-256 alone. One module holds both: what is late gets a copy of
 * its own, so that the first load leaves SHA-512 out.
 */
export const lateSha512 = (): Plugin => ({
  name: 'late-sha512',
  enforce: 'pre',
  resolveId: {
    async handler(source, importer, options) {
      if (source !== SHA2 || !/@noble\/curves|@scure\/bip39/.test(importer ?? '')) return null
      const found = await this.resolve(source, importer, { ...options, skipSelf: true })
      return found && { ...found, id: `${found.id}?late` }
    },
  },
})

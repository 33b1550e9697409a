import { cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from './server.ts'

const BUILT = join(import.meta.dirname, '../../dist')
const SPOKEN = /\bprotocol:1,/g
/** How the service worker tells one version of a file from another, where the name does not. */
const REVISION = /\b[0-9a-f]{32}\b/g

export interface OldBuild extends AsyncDisposable {
  /** Serve this. */
  folder: string
  /** The server's files are those of today from now on. */
  update(): Promise<void>
}

/** The built app as an earlier release would have it: it speaks protocol 0, and its files have other names and revisions. */
export const oldBuild = async (): Promise<OldBuild> => {
  const folder = await temporaryFolder()
  await cp(BUILT, folder, { recursive: true })
  const scripts = (await readdir(join(folder, 'assets'))).filter(file => file.endsWith('.js'))
  const names = new RegExp(scripts.map(name => RegExp.escape(name)).join('|'), 'g')
  const older = (name: string) => name.replace(/js$/, 'old.js')
  let spoken = 0
  for (const file of ['index.html', 'sw.js', ...scripts.map(name => `assets/${name}`)]) {
    const text = await readFile(join(folder, file), 'utf8')
    spoken += text.match(SPOKEN)?.length ?? 0
    const old = text.replace(names, older).replace(SPOKEN, 'protocol:0,')
    await writeFile(join(folder, file), file === 'sw.js' ? old.replace(REVISION, '0'.repeat(32)) : old)
  }
  if (spoken !== 1) throw new Error(`the build says ${spoken} times which protocol it speaks`)
  for (const name of scripts) await rename(join(folder, 'assets', name), join(folder, 'assets', older(name)))
  return {
    folder,
    update: async () => {
      await rm(folder, { recursive: true })
      await cp(BUILT, folder, { recursive: true })
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

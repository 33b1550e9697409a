import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from './server.ts'

const BUILT = join(import.meta.dirname, '../../dist')

/**
 * The built client with one place of its program changed, for controls: a folder for a server to serve. Throws unless exactly one
 * place fits, so that a control never passes for having changed nothing.
 */
export const brokenClient = async (place: RegExp, instead: string): Promise<string> => {
  const folder = await temporaryFolder()
  await cp(BUILT, folder, { recursive: true })
  let found = 0
  for (const file of await readdir(join(folder, 'assets'))) {
    if (!file.endsWith('.js')) continue
    const path = join(folder, 'assets', file)
    const program = await readFile(path, 'utf8')
    const places = program.match(new RegExp(place, 'g'))?.length ?? 0
    if (places > 0) await writeFile(path, program.replace(place, instead))
    found += places
  }
  if (found !== 1) throw new Error(`${found} places are like ${place}`)
  return folder
}

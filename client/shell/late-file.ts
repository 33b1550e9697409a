const brought = new Map<string, Promise<unknown>>()

/** Once, however often it is asked for; what did not come is asked for anew. */
const once = (name: string, bring: () => Promise<unknown>): Promise<unknown> => {
  const known = brought.get(name)
  if (known) return known
  const bringing = bring()
  brought.set(name, bringing)
  bringing.catch(() => brought.delete(name))
  return bringing
}

/** Into the browser's cache. Files of the app never change. */
const fetched = async (url: URL): Promise<string> => {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`no ${url.pathname}`)
  return answer.text()
}

/** With the scripts that it names, which lie beside it. */
const script = (name: string): Promise<unknown> =>
  once(name, async () => {
    const url = new URL(name, import.meta.url)
    if (url.href === import.meta.url) return
    const code = await fetched(url)
    await Promise.all([...code.matchAll(/\b(?:from|import)["'`](\.\/[^"'`]+)/g)].map(([, other = '']) => script(other)))
  })

const style = (file: string): Promise<unknown> =>
  once(file, async () => {
    const url = new URL(`/${file}`, location.href)
    await fetched(url)
    await new Promise((resolve, reject) => {
      const link = document.createElement('link')
      link.rel = 'stylesheet'
      link.href = url.href
      link.onload = resolve
      link.onerror = () => {
        link.remove()
        reject(new TypeError(`no ${file}`))
      }
      document.head.append(link)
    })
  })

/**
 * In place of the bundler's own way to a file that comes late (scripts/late-files.ts). A browser never asks again for a script that
 * once did not come: it keeps the failure for as long as the page. So each is brought into its cache first and imported only then;
 * a try that failed does no harm to the next. Rejects with a `TypeError` where there was no network.
 *
 * @param load the import, in whose own text the file is named
 * @param styles what it looks like, as paths of this origin without the first stroke
 */
export const bringLate = async <M>(load: () => Promise<M>, styles: readonly string[] = []): Promise<M> => {
  const file = /import\(["'`](\.\/[^"'`]+)/.exec(String(load))?.[1]
  await Promise.all([...styles.map(style), file && script(file)])
  return load()
}

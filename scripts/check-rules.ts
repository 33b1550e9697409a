/** Fails when a rule of docs/PROTOCOL.md has no test, or a test cites no rule that is listed (STYLE 16). An argument names another root. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = process.argv[2] ?? '.'
const listed = [...readFileSync(join(root, 'docs/PROTOCOL.md'), 'utf8').matchAll(/^- \*\*([A-Z]{3}\d+)\*\*/gm)].map(
  match => match[1] ?? '',
)
const cited = new Map<string, string>()
const uncited: string[] = []
for (const file of globSync('tests/**/*.test.{ts,tsx}', { cwd: root })) {
  // A title follows `test(`, or the table of `test.each([…])(`.
  for (const [, title = ''] of readFileSync(join(root, file), 'utf8').matchAll(/(?:\b(?:test|it)|\]\))\(\s*[`'"](.*)/g)) {
    const ids = [...title.matchAll(/\[([A-Z]{3}\d+)\]/g)].map(match => match[1] ?? '')
    if (ids.length === 0) uncited.push(`${file}: ${title.slice(0, 80)}`)
    for (const id of ids) cited.set(id, file)
  }
}

const problems = [
  ...listed.filter((id, at) => listed.indexOf(id) !== at).map(id => `${id} is listed twice in docs/PROTOCOL.md`),
  ...listed.filter(id => !cited.has(id)).map(id => `${id} has no test`),
  ...[...cited]
    .filter(([id]) => !listed.includes(id))
    .map(([id, file]) => `${id} is cited by ${file} but not listed in docs/PROTOCOL.md`),
  ...uncited.map(where => `no rule is cited by ${where}`),
]
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1
else console.log(`${listed.length} rules, each with a test`)

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'

/** A file planted in a copy of the project's rules, so that nothing is ever planted in the project itself. */
const folders: string[] = []

const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-house-'))
  folders.push(folder)
  return folder
}

const lint = (file: string, text: string): string => {
  const root = temporaryFolder()
  const rules = JSON.parse(readFileSync('biome.json', 'utf8'))
  writeFileSync(join(root, 'biome.json'), JSON.stringify({ ...rules, $schema: undefined, vcs: { enabled: false } }))
  mkdirSync(join(root, dirname(file)), { recursive: true })
  writeFileSync(join(root, file), text)
  const { stdout, stderr } = spawnSync('biome', ['lint', '--colors=off', file], { cwd: root, encoding: 'utf8' })
  return stdout + stderr
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const restricted = 'lint/style/noRestrictedImports'

test.each([
  ['shared', 'shared/a.ts', "import { Fanout } from '../server/fanout/fanout.ts'\nexport const planted = Fanout\n"],
  ['shared', 'shared/a.ts', "import { join } from 'node:path'\nexport const planted = join\n"],
  ['the server', 'server/a.ts', "import { seal } from '../client/keys/envelope.ts'\nexport const planted = seal\n"],
  ['server features', 'server/features/a.ts', "import express from 'express'\nexport const planted = express\n"],
  ['the client', 'client/a.ts', "import { readConfig } from '../server/config.ts'\nexport const planted = readConfig\n"],
  ['keys', 'client/keys/a.ts', "import { openSession } from '../sync/session.ts'\nexport const planted = openSession\n"],
  ['ui', 'client/ui/a.ts', "import { Seat } from '../../shared/ids.ts'\nexport const planted = Seat\n"],
  [
    'features',
    'client/features/planted/a.ts',
    "import { IncomingSignal } from '../signal/incoming-signal.tsx'\nexport const planted = IncomingSignal\n",
  ],
])('[HSE1] %s may not import across its boundary (%s)', (_, file, text) => {
  expect(lint(file, text)).toContain(restricted)
})

test('[HSE1] an import within the boundary is allowed', () => {
  expect(
    lint('client/features/planted/a.ts', "import { Seat } from '../../../shared/ids.ts'\nexport const planted = Seat\n"),
  ).not.toContain('lint/')
})

test('[HSE2] a floating promise and a switch that forgets a case do not pass', () => {
  const found = lint(
    'shared/a.ts',
    "const later = async () => 1\nexport const forget = () => {\n  later()\n}\nexport const half = (kind: 'a' | 'b') => {\n  switch (kind) {\n    case 'a':\n      return 1\n  }\n}\n",
  )
  expect(found).toContain('noFloatingPromises')
  expect(found).toContain('useExhaustiveSwitchCases')
})

const checkRules = (protocol: string, suite: string) => {
  const root = temporaryFolder()
  mkdirSync(join(root, 'docs'))
  mkdirSync(join(root, 'tests'))
  writeFileSync(join(root, 'docs/PROTOCOL.md'), protocol)
  writeFileSync(join(root, 'tests/a.test.ts'), suite)
  const { status, stderr } = spawnSync(process.execPath, ['scripts/check-rules.ts', root], { encoding: 'utf8' })
  return { status, stderr }
}

/** A suite of one test, written so that this file does not seem to cite the rule itself. */
const titled = (title: string): string => ['test', `('${title}', () => {})\n`].join('')

test('[HSE3] a rule without a test, a test without a rule and an unlisted rule are named', () => {
  const rule = '- **ABC1** It holds.\n'
  const suite = titled('[ABC1] it holds')
  expect(checkRules(rule, suite).status).toBe(0)
  expect(checkRules(`${rule}- **ABC2** So does this.\n`, suite).stderr).toContain('ABC2 has no test')
  expect(checkRules(rule, suite + titled('[ABC9] odd')).stderr).toContain('ABC9 is cited by')
  expect(checkRules(rule, suite + titled('nothing')).stderr).toContain('no rule is cited')
})

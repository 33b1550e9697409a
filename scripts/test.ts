/**
 * `npm test`: builds the client, finds (or installs) Chromium, runs the suites of rules and of the browser, and says what it had to
 * leave out. With CI=true a suite left out is a failure. An argument names the one suite to run: `npm run test:long`.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const run = (command: string, args: string[], env: NodeJS.ProcessEnv = process.env): number =>
  spawnSync(command, args, { stdio: 'inherit', env }).status ?? 1

const firstThere = (...paths: (string | undefined)[]): string | undefined =>
  paths.find(path => path !== undefined && existsSync(path))
const findChromium = () =>
  firstThere(process.env['HOLDFAST_CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome')
/** Chromium's build without windows, with which most browser tests are quicker. They go without it, too. */
const findShell = () =>
  firstThere(
    process.env['HOLDFAST_HEADLESS_SHELL'],
    process.env['HOLDFAST_CHROMIUM'] ? undefined : '/usr/bin/chromium-headless-shell',
  )

const installChromium = (): void => {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  console.log('Chromium, or its headless build, is not here yet: installing the Debian packages.')
  run('apt-get', ['update', '-q'])
  run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'chromium-headless-shell'], {
    ...process.env,
    DEBIAN_FRONTEND: 'noninteractive',
  })
}

if (!findChromium() || !(process.env['HOLDFAST_CHROMIUM'] || findShell())) installChromium()
const chromium = findChromium()
const shell = findShell()
const wanted = process.argv[2] ? [process.argv[2]] : ['rules', 'browser']
const suites = wanted.filter(suite => chromium || suite === 'rules')

const folder = mkdtempSync(join(tmpdir(), 'holdfast-test-'))
const report = join(folder, 'report.json')
const built = run('vite', ['build', '--logLevel', 'warn'])
const runSuites = (): number =>
  run(
    'vitest',
    [
      'run',
      ...suites.flatMap(suite => ['--project', suite]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    {
      ...process.env,
      NODE_ENV: 'test',
      ...(chromium && { HOLDFAST_CHROMIUM: chromium }),
      ...(shell && { HOLDFAST_HEADLESS_SHELL: shell }),
    },
  )
const status = built || (suites.length > 0 ? runSuites() : 0)

if (existsSync(report)) {
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'))
  console.log(`\n${numPassedTests} passed, ${numFailedTests} failed`)
}
rmSync(folder, { recursive: true, force: true })
const leftOut = wanted.filter(suite => !suites.includes(suite))
if (leftOut.length > 0) {
  console.error(
    `Left out: the suite ${leftOut.join(', ')} (in tests/). Missing: Chromium, for instance Debian’s package \`chromium\`, or HOLDFAST_CHROMIUM=<path>.`,
  )
}
process.exitCode = status || (leftOut.length > 0 && process.env['CI'] === 'true' ? 1 : 0)

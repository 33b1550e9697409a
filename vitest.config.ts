import { defineConfig } from 'vitest/config'

/** Where pages are opened. */
const inBrowsers = { environment: 'node', testTimeout: 60_000, hookTimeout: 60_000 } as const

export default defineConfig({
  test: {
    // Files that share a worker load the code once. None leaves anything behind in it: each has its own server, browser and storage.
    isolate: false,
    // More than this machine has processors: most of what a test does is to wait for what has to come. The suites of a run share them, the
    // files of the browser first.
    maxWorkers: 5,
    // What is waited for is waited for on a busy machine, too.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'rules',
          include: ['tests/*.test.ts'],
          environment: 'node',
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/*.test.ts'],
          ...inBrowsers,
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          include: ['tests/long/*.test.ts'],
          ...inBrowsers,
        },
      },
    ],
  },
})

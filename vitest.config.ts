import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Files that share a worker load the code once. None leaves anything behind in it: each has its own server, browser and storage.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'rules',
          include: ['tests/*.test.ts'],
          environment: 'node',
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/*.test.ts'],
          environment: 'node',
          maxWorkers: 4,
          sequence: { groupOrder: 2 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})

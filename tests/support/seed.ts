/**
 * The seed of every property in this run, printed so that a failure can be replayed: `HOLDFAST_TEST_SEED=<seed> npm test`.
 * Controls that must fail use `CONTROL_SEED`, so that they fail each time.
 */
export const seed = Number(process.env.HOLDFAST_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31))
export const CONTROL_SEED = 20_250_101

console.info(`HOLDFAST_TEST_SEED=${seed}`)

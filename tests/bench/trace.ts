import type { CDPSession, Page } from 'playwright-core'

interface TraceEvent {
  name: string
  ph: string
  pid: number
  tid: number
  /** µs */
  ts: number
  dur?: number
  /** Processor time of the thread, µs. */
  tdur?: number
  args?: { data?: { type?: string }; name?: string }
}

/** What the page's main thread did, as the browser's profiler saw it. Times are of the processor, not of the wall, ms. */
export interface MainThread {
  tasks: readonly { at: number; wall: number; cpu: number }[]
  /** Instants at which something of this type was dispatched, ms on the trace's clock. */
  dispatched(type: string): number[]
  /** Instants at which a frame was handed over to be drawn. */
  frames: readonly number[]
}

const CATEGORIES = [
  'toplevel',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
]

/** Records what the main thread does meanwhile. */
export const traced = async (page: Page, run: () => Promise<void>): Promise<MainThread> => {
  const session = await page.context().newCDPSession(page)
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: CATEGORIES, recordMode: 'recordAsMuchAsPossible' },
  })
  await run()
  await stopped(session)
  await session.detach()
  return mainThreadOf(events)
}

const stopped = async (session: CDPSession): Promise<void> => {
  const complete = new Promise<void>(resolve => session.once('Tracing.tracingComplete', () => resolve()))
  await session.send('Tracing.end')
  await complete
}

const mainThreadOf = (events: TraceEvent[]): MainThread => {
  const main = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const load = ({ pid, tid }: TraceEvent) =>
    events.reduce((sum, event) => (event.pid === pid && event.tid === tid ? sum + (event.tdur ?? 0) : sum), 0)
  const [busiest] = main.toSorted((one, other) => load(other) - load(one))
  const own = events
    .filter(({ pid, tid }) => pid === busiest?.pid && tid === busiest?.tid)
    .toSorted((one, other) => one.ts - other.ts)
  return {
    tasks: own
      .filter(({ name }) => name === 'ThreadControllerImpl::RunTask')
      .map(({ ts, dur = 0, tdur = 0 }) => ({ at: ts / 1_000, wall: dur / 1_000, cpu: tdur / 1_000 })),
    dispatched: type =>
      own.filter(({ name, args }) => name === 'EventDispatch' && args?.data?.type === type).map(({ ts }) => ts / 1_000),
    frames: own.filter(({ name }) => name === 'Commit').map(({ ts, dur = 0 }) => (ts + dur) / 1_000),
  }
}

export const quantile = (values: readonly number[], part: number): number => {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN
}

import { type DocumentProxy, startDocumentProxy } from './document-proxy.ts'
import { type MemoryRest, memoryRest } from './memory-rest.ts'
import { type OwnedDocumentClock, ownedDocumentClock } from './owned-document-clock.ts'
import type { DeviceOptions, SealedDevice } from './sealed-device.ts'

/** One device's page with a wire and a clock of its own, which can be reloaded. */
export interface CompactingPage extends AsyncDisposable {
  readonly device: SealedDevice
  readonly wire: DocumentProxy
  readonly clock: OwnedDocumentClock
  /** The wire is whole again, and the server says that it keeps everything. */
  delivered(): Promise<void>
  reload(): Promise<void>
}

type Open = (more: { url: string; rest: MemoryRest; clock: OwnedDocumentClock } & Partial<DeviceOptions>) => SealedDevice

export const openCompactingPage = async (url: string, open: Open): Promise<CompactingPage> => {
  const wire = await startDocumentProxy(url)
  const rest = memoryRest()
  const clock = ownedDocumentClock()
  let device = open({ url: wire.url, rest, clock })
  return {
    get device() {
      return device
    },
    wire,
    clock,
    delivered: async () => {
      wire.refuse(0, 'not-stored')
      device.document.setOffline(true)
      device.document.setOffline(false)
      clock.advance(60_000)
      await device.until(
        () => ['kept', 'both'].includes(device.document.status().saved) && device.document.status().connection === 'online',
      )
    },
    reload: async () => {
      await device[Symbol.asyncDispose]()
      device = open({ url: wire.url, rest, clock })
    },
    [Symbol.asyncDispose]: async () => {
      await device[Symbol.asyncDispose]()
      await wire[Symbol.asyncDispose]()
    },
  }
}

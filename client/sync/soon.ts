/** Runs once, as soon as the page had its turn; the answer calls it off. A timer would run once a second or less in a page that is not seen. */
export const soon = (run: () => void): (() => void) => {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    port1.close()
    run()
  }
  port2.postMessage(null)
  return () => port1.close()
}

/** One fact of a delivery, with its time. */
export interface Knot {
  /** A partner's shape, or the partner's device. */
  of: { seat: 'a' | 'b'; name: string; mark?: string } | 'device'
  /** Solid with a check, dotted, or did not get through. */
  state: 'done' | 'wait' | 'failed'
  title: string
  /** A time, or what happens next. */
  when?: string | undefined
}

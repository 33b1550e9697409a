import styles from './delivery-strand.module.css'
import { Check, Smartphone, WifiOff } from './icons.ts'
import type { Knot } from './knot.ts'
import { PartnerShape } from './partner-shape.tsx'

export interface DeliveryStrandProps {
  /** Accessible name of the list: "Delivery". */
  label: string
  /** The sender's seat colours the wire; the last knot takes the answerer's once done. */
  from: 'a' | 'b'
  knots: Knot[]
}

/** Facts with their times, knot by knot. Announces itself politely when one changes. */
export const DeliveryStrand = ({ label, from, knots }: DeliveryStrandProps) => (
  <div role="status">
    <ol className={styles.strand} aria-label={label}>
      {knots.map((knot, at) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: a knot is its place in the strand; its words change
          key={at}
          className={styles.knotRow}
          data-state={knot.state}
          data-wire={knot.of === 'device' ? from : knot.of.seat}
        >
          <span className={styles.knot}>
            {knot.of === 'device' ? (
              <span className={styles.disc}>{knot.state === 'failed' ? <WifiOff /> : <Smartphone />}</span>
            ) : (
              <PartnerShape {...knot.of} size={48} dashed={knot.state !== 'done'} />
            )}
            {knot.state === 'done' && (
              <span className={styles.tick}>
                <Check />
              </span>
            )}
          </span>
          <div>
            <b>{knot.title}</b>
            {knot.when && <span className={styles.when}>{knot.when}</span>}
          </div>
        </li>
      ))}
    </ol>
  </div>
)

import { PartnerShape } from './partner-shape.tsx'
import styles from './return-pair.module.css'

export interface ReturnPairProps {
  /** The partner first, oneself second. `unsent`: it has not left this phone. */
  people: {
    seat: 'a' | 'b'
    name: string
    mark?: string
    back: boolean
    unsent?: boolean
    title: string
    when?: string | undefined
  }[]
}

/** Who is back and who is not yet, with a tick once the server has it. When both are, show a `Seal` instead. Announces itself politely. */
export const ReturnPair = ({ people }: ReturnPairProps) => (
  <div role="status">
    <ul className={styles.both}>
      {people.map(({ seat, name, mark, back, unsent, title, when }) => (
        <li key={seat}>
          <span>
            <span className={styles.big}>
              <PartnerShape seat={seat} name={name} mark={mark} size={88} dashed={!back} tick={back && !unsent} />
            </span>
            <span className={styles.short}>
              <PartnerShape seat={seat} name={name} mark={mark} size={60} dashed={!back} tick={back && !unsent} />
            </span>
          </span>
          <b>{title}</b>
          {when && <span className={styles.when}>{when}</span>}
        </li>
      ))}
    </ul>
  </div>
)

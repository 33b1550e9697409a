import { classes } from './classes.ts'
import styles from './here.module.css'
import { PartnerShape } from './partner-shape.tsx'

/** The top line's presence: shape and "Jonas is here". Pass null when nobody is; the status stays and speaks on change. */
export const Here = ({ partner }: { partner: { seat: 'a' | 'b'; name: string; text: string } | null }) => (
  <span role="status">
    {partner && (
      <span className={classes(styles.here, styles[partner.seat])}>
        <PartnerShape seat={partner.seat} name={partner.name} size={24} />
        <span>{partner.text}</span>
      </span>
    )}
  </span>
)

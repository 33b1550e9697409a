import { Link } from 'wouter'
import { classes } from './classes.ts'
import { ChevronRight } from './icons.ts'
import { PartnerShape } from './partner-shape.tsx'
import styles from './wire.module.css'

export interface WirePartner {
  seat: 'a' | 'b'
  name: string
  mark?: string
  /** Not joined yet. */
  dashed?: boolean
}

export interface WireProps {
  me: WirePartner
  partner: WirePartner
  /** Whether something could travel along it. Words beside it say so too. */
  ready: boolean
  /** px */
  size?: number
}

/** Both shapes and what lies between them. Hidden from assistive technology. */
export const Wire = ({ me, partner, ready, size = 40 }: WireProps) => (
  <span
    className={classes(styles.wire, !ready && styles.down)}
    style={{ '--from': `var(--${me.seat})`, '--to': `var(--${partner.seat})` }}
    aria-hidden="true"
  >
    <PartnerShape {...me} size={size} />
    <span className={styles.strand} />
    <PartnerShape {...partner} size={size} />
  </span>
)

export interface ReadyLineProps extends WireProps {
  /** Opens the devices. */
  href: string
  /** "Signals ready", or why not. Wrap the whole line in a `status`. */
  title: string
  detail?: string | undefined
}

export const ReadyLine = ({ href, title, detail, ...wire }: ReadyLineProps) => (
  <Link className={styles.ready ?? ''} href={href}>
    <Wire size={36} {...wire} />
    <span className={styles.text}>
      <b>
        {title}
        <ChevronRight />
      </b>
      {detail && <span>{detail}</span>}
    </span>
  </Link>
)

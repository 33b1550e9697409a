/** Each of these dots is a stroke of one path: an agreement draws the two hundreds of times, and as circles they were a seventh of its elements. */
const Dots = ({ path }: { path: string }) => (
  <svg
    className="lucide"
    width="24"
    height="24"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="4"
    strokeLinecap="round"
    aria-hidden="true"
  >
    <path d={path} />
  </svg>
)

/** To take hold of something. */
export const GripDots = () => <Dots path="M9 5h0M9 12h0M9 19h0M15 5h0M15 12h0M15 19h0" />
/** More of it. */
export const MoreDots = () => <Dots path="M5 12h0M12 12h0M19 12h0" />

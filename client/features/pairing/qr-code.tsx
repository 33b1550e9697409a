import { create } from 'qrcode'
import { useMemo } from 'react'

/** Quiet zone the standard asks for, in modules. */
const QUIET = 4

export interface QrCodeProps {
  text: string
  label: string
}

/** A QR code as one path. Always dark on white: cameras need it, also at night. */
export const QrCode = ({ text, label }: QrCodeProps) => {
  const { size, path } = useMemo(() => draw(text), [text])
  const whole = size + 2 * QUIET
  return (
    <svg viewBox={`${-QUIET} ${-QUIET} ${whole} ${whole}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect x={-QUIET} y={-QUIET} width={whole} height={whole} rx="2.4" fill="#fff" />
      <path d={path} fill="#0a1f1f" />
    </svg>
  )
}

const draw = (text: string): { size: number; path: string } => {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const { size } = modules
  let path = ''
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (!modules.get(y, x)) continue
      const from = x
      while (x + 1 < size && modules.get(y, x + 1)) x++
      path += `M${from} ${y}h${x - from + 1}v1h${from - x - 1}z`
    }
  }
  return { size, path }
}

import { isOn } from './attention.ts'
import { isAllowed } from './buzz.ts'

/** One low soft bell: 220 Hz, gone after 1.2 s. */
const BELL_HZ = 220
const BELL_SECONDS = 1.2
/** So much later than what it belongs to, ms: opening a device's sound can take as long as drawing, and the screen comes first. */
const AFTER_DRAWING_MS = 50

/** Rings the bell once, `loudness` from 0 to 1. Silent where sound is not allowed or not there: every sound has a visible twin. */
export const ringBell = (loudness: number): void => {
  if (!isAllowed() || !isOn('sound') || typeof AudioContext === 'undefined') return
  setTimeout(() => sound(loudness), AFTER_DRAWING_MS)
}

const sound = (loudness: number): void => {
  try {
    const audio = new AudioContext()
    const tone = new OscillatorNode(audio, { frequency: BELL_HZ })
    const volume = new GainNode(audio, { gain: 0 })
    const start = audio.currentTime
    volume.gain.linearRampToValueAtTime(loudness, start + 0.02)
    volume.gain.exponentialRampToValueAtTime(0.001, start + BELL_SECONDS)
    tone.connect(volume).connect(audio.destination)
    tone.addEventListener('ended', () => audio.close().catch(() => {}))
    tone.start()
    tone.stop(start + BELL_SECONDS)
  } catch {
    // A device without sound: the buzz and the screen remain.
  }
}

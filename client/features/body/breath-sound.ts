import type { Breath } from './pacing.ts'

/** A breath in and a breath out, each of its own pitch, Hz. Quieter than the bell of a signal, and never mistaken for it. */
const PITCH = { in: 262, out: 196 }
const LOUDNESS = 0.06
/** Two short buzzes for in, one for out, ms on and off. */
const BUZZ = { in: [40, 60, 40], out: [90] }

/** Paces by ear. Made by a press, as browsers ask for; null where the device has no sound. */
export const openBreathSound = (): { pace(phase: Breath['phase']): void; close(): void } | null => {
  if (typeof AudioContext === 'undefined') return null
  const audio = new AudioContext()
  return {
    pace: phase => {
      const tone = new OscillatorNode(audio, { frequency: PITCH[phase] })
      const volume = new GainNode(audio, { gain: 0 })
      const start = audio.currentTime
      volume.gain.linearRampToValueAtTime(LOUDNESS, start + 0.15)
      volume.gain.linearRampToValueAtTime(0, start + 0.9)
      tone.connect(volume).connect(audio.destination)
      tone.start()
      tone.stop(start + 1)
    },
    close: () => void audio.close().catch(() => {}),
  }
}

/** Paces by hand. */
export const buzzBreath = (phase: Breath['phase']): void => void navigator.vibrate?.(BUZZ[phase])

export const canBuzz = (): boolean => 'vibrate' in navigator

import { errors } from './errors.ts'
import { help } from './help.ts'
import { now } from './now.ts'
import { pairing } from './pairing.ts'
import { pause } from './pause.ts'
import { places } from './places.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { signal } from './signal.ts'

/** English, one namespace per feature. */
export const en = {
  errors,
  help,
  now,
  pairing,
  pause,
  places,
  settings,
  shell,
  signal,
}

import { z } from 'zod/mini'

/** Imported before anything that declares a schema: the content security policy forbids making code from strings. */
z.config({ jitless: true })

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import express, { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express'
import { compressedAssets } from './compressed.ts'

/** Whether the client was built there. */
export const isBuilt = (folder: string): boolean => existsSync(join(folder, 'index.html'))

/**
 * The built client. Files under `/assets` carry their hash in their name and never change; all others are asked for anew each
 * time. Any page of the app is `index.html`; a file that is not there is not, so that a stale page fails plainly.
 */
export const clientFiles = (folder: string): RequestHandler => {
  const router = Router()
  router.use('/assets', compressedAssets(join(folder, 'assets')))
  router.use('/assets', express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', index: false, redirect: false }))
  router.use(express.static(folder, { index: false, redirect: false, cacheControl: false, setHeaders: askAnew }))
  router.use((request: Request, response: Response, next: NextFunction) => {
    if (!isPage(request)) return next()
    askAnew(response)
    response.sendFile('index.html', { root: folder, cacheControl: false }, error => {
      if (error) notBuilt(response)
    })
  })
  return router
}

const askAnew = (response: Response): void => {
  response.setHeader('Cache-Control', 'no-cache')
}

const isPage = (request: Request): boolean => {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  if (/^\/(api|relay|documents|assets)(\/|$)/.test(request.path)) return false
  return !/\.[A-Za-z0-9]+$/.test(request.path)
}

const notBuilt = (response: Response): void => {
  if (response.headersSent) return
  response.status(503).type('text/plain').send('The client is not built yet. Run: npm run build\n')
}

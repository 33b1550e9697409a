import { expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { crisisMeasures, keysCoveredOn } from '../support/crisis-measures.ts'
import { look } from '../support/look.ts'

const KEY = 'display:block;width:300px;font-size:20px;color:#000;background:#fff;border:0'

test('[SCN11] the measures of a crisis screen find each thing that is too low, too close, too small, too pale or broken, and no other', async () => {
  await using browser = await launchBrowser()
  const page = await browser.newPage()
  const faultsOf = async (keys: string): Promise<string[]> => {
    await page.setContent(`<main style="background:#fff"><h1 style="font-size:30px">Now</h1>${keys}</main>`)
    return crisisMeasures(page)
  }
  const key = (name: string, style = '') => `<button style="${KEY};height:72px;margin-bottom:16px;${style}">${name}</button>`
  expect(await faultsOf(key('one') + key('two'))).toEqual([])
  expect(await faultsOf(key('one', 'height:71px'))).toEqual(['low key, 71 px: one'])
  expect(await faultsOf(key('one', 'margin-bottom:15px') + key('two'))).toEqual(['crowded keys: one / two'])
  expect(await faultsOf(key('one', 'font-size:16px'))).toEqual(['small text, 16px: one'])
  expect(await faultsOf(key('one', 'color:#767676'))).toEqual(['contrast 4.54: one'])
  // Half seen through: what is painted counts.
  expect(await faultsOf(key('one', 'color:rgb(0 0 0 / 0.5)'))).toEqual(['contrast 4.00: one'])
  expect(await faultsOf(key('one', 'background:transparent;color:#fff'))).toEqual(['contrast 1.00: one'])
  expect(await faultsOf(key('all one', 'width:40px;padding:0'))).toEqual([])
  expect(await faultsOf(key('alone', 'width:30px;padding:0;overflow-wrap:anywhere'))).toEqual(['broken word: alone'])
  const link = (href: string) => `<a href="${href}" style="${KEY};height:71px">sorry</a>`
  expect(await faultsOf(link('/repair') + link('/agreement'))).toEqual(['low key, 71 px: sorry'])
  const line = (colour: string) =>
    `<style>i::before{content:"";display:block;height:6px;background:${colour}}</style><i data-fills style="display:block"></i>`
  expect(await faultsOf(line('#8a8a8a'))).toEqual([])
  expect(await faultsOf(line('#999999'))).toEqual(['pale line, 2.85'])
  // Of the top line the texts alone.
  const top = (size: number) => `<header><a href="https://plain" style="font-size:${size}px">Help</a></header>`
  await page.setContent(`${top(17)}${top(15)}<main>${key('one')}</main>`)
  expect(await crisisMeasures(page)).toEqual(['small text, 15px: Help'])
  // What stands still over a page that scrolls covers its keys somewhere; the top line does not.
  const still = (tag: string, more = '') =>
    `<${tag} style="position:fixed;top:0;left:0;height:80px;width:50px;${more}">It waits</${tag}>`
  const long = `<main style="padding-block:100px 2000px">${key('one')}</main>`
  for (const over of [still('header'), still('p', 'visibility:hidden')]) {
    await page.setContent(over + long)
    expect(await keysCoveredOn(page)).toEqual([])
  }
  await page.setContent(long + still('p'))
  expect(await keysCoveredOn(page)).toContainEqual(expect.stringMatching(/^at \d+: one under It waits$/))
})

test('[SCN4] a look finds what axe finds, and what is wider than the screen, in the part it is asked for', async () => {
  await using browser = await launchBrowser()
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
  await page.setContent(`<html lang="en"><title>Now</title><main><h1>Now</h1><p>Words</p></main><aside></aside></html>`)
  expect(await look(page)).toEqual([])
  await page.evaluate(() => {
    for (const part of document.querySelectorAll('main, aside')) part.append(document.createElement('button'))
  })
  expect(await look(page)).toEqual(['button-name: main > button aside > button'])
  expect(await look(page, 'aside')).toEqual(['button-name: aside > button'])
  await page.setContent(`<html lang="en"><title>Now</title><main><h1 style="width:400px;color:#aaa">Now</h1></main></html>`)
  expect(await look(page)).toEqual(['color-contrast: h1', expect.stringMatching(/^\d+ px too wide$/)])
})

// `npm run tour`: plays the story of a privacy statement that runs against a fresh instance, without hands, and stops at the first
// surprise. `--out DIR` leaves receipt.json, export.zip, log/, vkey and statement.html there. Ends with `N passed, N failed`.

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { HarbourClients } from '../src/cli/demo/harbour.ts'
import { sendEvents } from './tour/events.ts'
import { seeForeign } from './tour/foreign.ts'
import { startInstance, type Instance } from './tour/instance.ts'
import { kept } from './tour/kept.ts'
import { beginStatement, lintShop } from './tour/lint.ts'
import { publishMaterial } from './tour/material.ts'
import { observeThenEnforce } from './tour/modes.ts'
import { beginTour, type Step } from './tour/steps.ts'
import * as story from './tour/story.ts'

const { values } = parseArgs({ options: { out: { type: 'string' }, home: { type: 'string' } } })
const folder = mkdtempSync(join(tmpdir(), 'wordkept-tour-'))
const home = values.home === undefined ? join(folder, 'home') : resolve(values.home)
const tour = beginTour((line) => console.log(line))
const running: { instance: Instance | null } = { instance: null }
try {
  await play()
} catch {
  process.exitCode = 1 // the step that was surprised has said why
  if (running.instance) console.log(logOf(running.instance))
} finally {
  await running.instance?.stop()
  rmSync(folder, { recursive: true, force: true })
}
const { passed, failed } = tour.tally()
console.log(`${passed} passed, ${failed} failed`)

async function play(): Promise<void> {
  const started = await tour.step('0    a fresh instance', async ({ see }) => {
    const instance = await startInstance(home)
    running.instance = instance
    see(`${instance.url} after ${(instance.startedMs / 1000).toFixed(1)} s`)
    return instance
  })
  const clients: HarbourClients = { operator: started.operator, withToken: started.bearer, person: started.person }
  const scene: story.Scene = { instance: started, clients, folder }
  await tour.step('2.1  the statement: every sentence with its state', (step) => story.seeStatement(scene, step))
  await tour.step('2.2  a job asks for chats to pick an advertisement', (step) => story.seeRefusal(scene, step))
  const own = await tour.step('2.3a Maya sees what is held about her, and why', (step) => story.seeHeld(scene, step))
  await tour.step('2.3b she clears a week of places', (step) => story.clearWeek(scene, own, step))
  await tour.step('2.3c she takes one yes back', (step) => story.withdraw(scene, own, step))
  await tour.step('2.3d she takes everything along', (step) => story.takeAll(scene, own, step))
  const receipt = await tour.step('2.3e she erases her account', (step) => story.eraseAll(scene, own, step))
  await tour.step('2.4  a stranger checks the receipt, offline', (step) => story.checkReceipt(scene, receipt, step))
  await tour.step('2.5  after the erasure', (step) => story.seeGone(scene, step))
  const expected = await tour.step('2.6  a change: searches 6 months instead of 18', (step) =>
    story.publishChange(scene, step),
  )
  await tour.step('2.7  the sweep is stopped, and started again', (step) => story.breakAndMend(scene, expected, step))
  await tour.step('2.8  a material change: searches 24 months, announced first', (step) => publishMaterial(scene, step))
  await tour.step('4.1  lint: the shop’s text against its tables', lintShop)
  await tour.step('4.1b five answers, and a statement that compiles', (step) => beginStatement(folder, step))
  await tour.step('4.2  a shop sends its events, and its server is killed meanwhile', (step) => sendEvents(scene, step))
  await tour.step('4.3  a product only observes, then enforces', (step) => observeThenEnforce(scene, step))
  await tour.step('4.4  somebody else’s database: one request, vault and kiosk', (step) => seeForeign(scene, step))
  await tour.step('     what the server logged meanwhile', async ({ see }) => see(logOf(started) || 'nothing'))
  if (values.out !== undefined)
    await tour.step('     files for a reader', (step) => leave(started, resolve(values.out ?? ''), step))
}

/** All that the server printed but its greeting, which tells the demo's passwords. */
function logOf({ said }: Instance): string {
  return said()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('{"url"'))
    .join('\n       ')
}

async function leave({ url, stop }: Instance, out: string, { see, same }: Step): Promise<void> {
  mkdirSync(out, { recursive: true })
  writeFileSync(join(out, 'statement.html'), await (await fetch(`${url}/statement`)).text())
  await stop() // a log that is still written has files that come and go under whoever copies it
  for (const name of ['receipt.json', 'export.zip', 'vkey']) cpSync(join(folder, name), join(out, name))
  for (const name of ['checkpoint', 'tile'])
    cpSync(join(home, 'log', name), join(out, 'log', name), { recursive: true })
  const log = await kept(['verify', '--tiles', join(out, 'log'), '--vkey', join(out, 'vkey')])
  same('the whole log', log.code, 0)
  see(log.out.trimEnd().split('\n').join('; '))
  see(`receipt.json, export.zip, log/, vkey and statement.html in ${out}`)
}

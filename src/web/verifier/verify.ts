// The one script we serve: it checks a receipt in the page, with the same verifier as `kept verify`. Nothing it reads leaves the page,
// and without it the server runs the same check. It builds text and shapes only, never markup.

import { verifyReceipt } from '../../evidence/index.ts'
import { outcomeOf, type CheckOutcome, type OutcomeState, type Snippet } from './outcome.ts'

const svg = 'http://www.w3.org/2000/svg'

function mark(state: OutcomeState, className: string): SVGElement {
  const element = document.createElementNS(svg, 'svg')
  element.setAttribute('class', className)
  element.setAttribute('aria-hidden', 'true')
  const use = document.createElementNS(svg, 'use')
  use.setAttribute('href', `#m-${state}`)
  element.append(use)
  return element
}

function line({ state, words }: CheckOutcome['lines'][number]): HTMLLIElement {
  const item = document.createElement('li')
  const row = document.createElement('span')
  row.className = 'with-mark'
  const text = document.createElement('span')
  text.textContent = words
  row.append(mark(state, `mark ${state}`), text)
  item.append(row)
  return item
}

/** Fills the parts that site/outcome.tsx printed; a brief verdict has only some of them. */
function show(place: HTMLElement, outcome: CheckOutcome): void {
  const fill = (name: string, ...content: (string | Node)[]): void =>
    place.querySelector(`[data-part="${name}"]`)?.replaceChildren(...content)
  const now = new Date(performance.timeOrigin + performance.now())
  const verdict = place.querySelector('[data-part="verdict"]')
  verdict?.setAttribute('class', `verdict ${outcome.state}`)
  verdict?.querySelector('svg')?.replaceWith(mark(outcome.state, 'mark'))
  fill('word', outcome.word)
  fill('where', `checked in this page, ${now.toISOString().slice(11, 16)} UTC`)
  fill('words', outcome.words)
  fill('lines', ...outcome.lines.map(line))
  showSnippet(place, outcome.snippet, fill)
  place.hidden = false
}

function showSnippet(place: HTMLElement, snippet: Snippet | null, fill: (name: string, content: string) => void): void {
  place.querySelector('[data-part="snippet"]')?.toggleAttribute('hidden', snippet === null)
  if (snippet === null) return
  for (const name of ['place', 'before', 'letter', 'after'] as const) fill(name, snippet[name])
  fill('indent', ' '.repeat(snippet.before.length))
  fill('was', snippet.was === null ? 'not what was sealed' : `sealed as ${snippet.was}`)
}

const places = [...document.querySelectorAll<HTMLElement>('[data-outcome]')]

async function check(bytes: Uint8Array, vkey: string): Promise<void> {
  const outcome = outcomeOf(bytes, await verifyReceipt(bytes, { vkey }))
  for (const place of places) show(place, outcome)
}

/** The receipt this page shows: fetched as the file one may save, and checked. */
async function checkShown({ dataset: { file, vkey } }: HTMLElement): Promise<void> {
  if (file === undefined || vkey === undefined) return
  const response = await fetch(file)
  if (response.ok) await check(new Uint8Array(await response.arrayBuffer()), vkey)
}

/** A receipt somebody chooses: read here instead of being sent. */
function checkChosen(form: HTMLFormElement): void {
  form.addEventListener('submit', (event) => {
    const chosen = form.querySelector<HTMLInputElement>('input[type=file]')?.files?.[0]
    if (chosen === undefined) return
    event.preventDefault()
    void chosen.arrayBuffer().then((buffer) => check(new Uint8Array(buffer), form.dataset['vkey'] ?? ''))
  })
}

for (const place of places) void checkShown(place)
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-vkey]')) checkChosen(form)

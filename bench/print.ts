// Figures as lines of text: what each side took, and the table of figures with floor and target.

import { reaches, type Measured, type Outcome, type Spread } from './measure.ts'

/** A number as people read it: three digits, thousands apart. */
export function shown(value: number): string {
  if (value >= 1000) return Number(value.toPrecision(3)).toLocaleString('en-US')
  return String(Number(value.toPrecision(3)))
}

function spreadText(spread: Spread | null): string {
  return spread === null ? 'no right round' : `${shown(spread.median)} (${shown(spread.min)} – ${shown(spread.max)})`
}

/** What each side of a metric took, and why rounds were void. */
export function sideLines({ name, sides, wrong, rounds }: Outcome): readonly string[] {
  const width = Math.max(...sides.map((side) => side.name.length))
  return [
    `\n${name}, ${rounds} rounds`,
    ...sides.map((side) => `  ${side.name.padEnd(width)}  ${spreadText(side.spread)} ${side.unit}`),
    ...wrong.map((why) => `  void: ${why}`),
  ]
}

/** The table of figures. */
export function figureLines(outcomes: readonly Outcome[]): readonly string[] {
  const rows = outcomes.flatMap(({ figures }) => figures.map(rowOf))
  const head = ['', 'figure', 'median (min – max)', 'floor', 'target', '']
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)))
  return [head, ...rows].map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  )
}

function rowOf(figure: Measured): readonly string[] {
  const { id, what, spread, unit, floor, target, gated } = figure
  const mark = (value: number | null): string => (value === null ? '' : `${shown(value)} ${unit}`)
  return [
    id,
    what,
    spread === null ? 'void' : `${spreadText(spread)} ${unit}`,
    mark(floor),
    mark(target),
    verdict(figure, gated),
  ]
}

function verdict(figure: Measured, gated: boolean): string {
  if (!reaches(figure, figure.floor)) return gated ? 'BELOW ITS FLOOR' : 'below its floor'
  if (figure.floor === null) return ''
  return reaches(figure, figure.target) ? 'target' : 'floor'
}

// What is made and what is given, held to what it comes from: inputs that may be used, purposes it was made for (K305, K309), permissions of
// which a ban leaves nothing (K402).

import { bitsOf, has, maskOf, union, type BasisKind, type Mask } from '../../policy/index.ts'
import type { Raise, Span } from '../diagnostics.ts'
import type { Covering, GridCell } from './grid.ts'
import { nameCell, type Compared } from './holes.ts'
import { bannedInputs, inputFinder, madeFrom } from './made.ts'
import type { Registers } from './registers.ts'
import type { Resolved } from './resolve.ts'

/** Looks for all of them. */
export function checkMadeAndShared({ rules, grid, registers }: Compared, raise: Raise): void {
  const seen = new Set<string>()
  const once: Raise = (code, at, details, related) => {
    const key = JSON.stringify([code, at, 'purpose' in details ? details.purpose : ''])
    if (!seen.has(key)) raise(code, at, details, related)
    seen.add(key)
  }
  const pairs = rules.filter(({ frame }) => frame === 'combine')
  checkInputs(grid, pairs, registers, once)
  checkCompatible(grid, registers, once)
  checkDead({ grid, pairs, registers }, once)
}

function spanOf({ rule }: Resolved): Span {
  return rule.set.span
}

// --- K305: inputs ---------------------------------------------------------------------------------------------------

/** Each name a `derive` takes from means something that may be used for each of its purposes, here or in a product it is combined with. */
function checkInputs(grid: readonly GridCell[], pairs: readonly Resolved[], registers: Registers, raise: Raise): void {
  const inputsOf = inputFinder(grid, pairs)
  for (const cell of grid)
    for (const derive of cell.rules.derive) {
      const inputs = inputsOf(cell, derive)
      for (const name of derive.rule.rule.slots.from?.names ?? []) {
        const own = inputs.filter(({ facts }) =>
          isWithin(facts.category, registers.groups.get(name.text) ?? [name.text]),
        )
        const usable = own.reduce<Mask>((mask, input) => union(mask, usableIn(input)), maskOf())
        for (const { name: purpose } of registers.purposes.filter(
          ({ bit }) => has(derive.rule.purposes, bit) && !has(usable, bit),
        ))
          raise('K305', name.span, { input: name.text, purpose, product: cell.facts.product })
      }
    }
}

function usableIn({ rules }: GridCell): Mask {
  return rules.use.reduce<Mask>((mask, { rule }) => union(mask, rule.purposes), maskOf())
}

function isWithin(category: string, roots: readonly string[]): boolean {
  return roots.some((root) => category === root || category.startsWith(`${root}.`))
}

// --- K309: compatible purposes --------------------------------------------------------------------------------------

/** Bases that need no other purpose beside them: the person said yes, or a law demands it. */
const ownGround: readonly BasisKind[] = ['consent', 'law']

/** What was made for one purpose serves another only by the person's yes, by a law, or by a note that weighs it (PUR-14). */
function checkCompatible(grid: readonly GridCell[], { purposes, notes, groups }: Registers, raise: Raise): void {
  const compatible = notes.filter(({ kind }) => kind === 'compatible')
  for (const cell of grid) {
    if (cell.rules.derive.length === 0 || cell.rules.collect.length > 0) continue
    const isAbout = (name: string): boolean => isWithin(cell.facts.category, groups.get(name) ?? [name])
    const shown = new Set(
      compatible.flatMap((note) => ((note.data?.some(isAbout) ?? true) ? (note.purposes ?? []) : [])),
    )
    const made = cell.rules.derive.reduce<Mask>((mask, { rule }) => union(mask, rule.purposes), maskOf())
    for (const { rule } of cell.rules.use) {
      if (ownGround.includes(rule.rule.slots.because?.kind ?? 'contract')) continue
      for (const { name, bit } of purposes)
        if (has(rule.purposes, bit) && !has(made, bit) && !shown.has(name))
          raise('K309', nameIn(rule, name), { purpose: name, what: nameCell(cell) })
    }
  }
}

function nameIn({ rule }: Resolved, purpose: string): Span {
  return rule.slots.for?.names.find(({ text }) => text === purpose)?.span ?? rule.set.span
}

// --- K402: nothing is left ------------------------------------------------------------------------------------------

/** A permission, and for each thing it opens the ban that always closes it, where one does. */
function checkDead(
  {
    grid,
    pairs,
    registers,
  }: { readonly grid: readonly GridCell[]; readonly pairs: readonly Resolved[]; readonly registers: Registers },
  raise: Raise,
): void {
  if (!grid.some(({ rules }) => rules.share.length + rules.derive.length > 0)) return // what clashes.ts sees is all there is
  const made = madeFrom(grid, pairs, registers)
  const found = new Map<Resolved, (Covering | undefined)[]>()
  const add = (rule: Resolved, bans: readonly (Covering | undefined)[]): void => {
    const known = found.get(rule)
    if (known) known.push(...bans)
    else found.set(rule, [...bans])
  }
  for (const cell of grid) {
    const kept = made(cell).bans
    const follows = [...cell.rules['never use'], ...kept['never use']].filter(isOfNoHand).filter(isAlways)
    for (const { rule } of cell.rules.share) {
      const bans = [...cell.rules['never share'], ...kept['never share']].filter(isAlways)
      add(rule, [...rule.recipients].flatMap((recipient) => bitsOf(rule.purposes).map((bit) => [...bans.filter((ban) => ban.rule.recipients.has(recipient)), ...follows].find((ban) => closes(ban, bit, rule))))) // prettier-ignore
    }
    for (const { rule } of cell.rules.derive) {
      const bans = cell.rules['never derive'].filter(isAlways)
      add(rule, [...rule.inputs].flatMap((input) => bitsOf(rule.purposes).map((bit) => bans.find((ban) => bannedInputs(ban.rule, made(cell)).includes(input) && has(ban.rule.purposes, bit))))) // prettier-ignore
    }
    const inherited = kept['never use'].filter(isAlways)
    for (const { rule } of cell.rules.use) {
      if (inherited.length === 0) {
        add(rule, [undefined])
        continue
      }
      const by = rule.rule.slots.by?.hand ?? 'machines'
      const bans = inherited.filter((ban) => isOfNoHand(ban) || ban.rule.rule.slots.by?.hand === by)
      add(
        rule,
        bitsOf(rule.purposes).map((bit) => bans.find((ban) => closes(ban, bit, rule))),
      )
    }
  }
  for (const [rule, bans] of found) {
    const [ban] = bans
    if (ban && bans.every((one) => one !== undefined))
      raise('K402', spanOf(rule), { ban: ban.rule.clause }, [{ at: spanOf(ban.rule), message: 'the ban' }])
  }
}

function isAlways({ when, unless }: Covering): boolean {
  return when === null && unless === null
}

function isOfNoHand({ rule }: Covering): boolean {
  return rule.rule.slots.by === undefined || rule.rule.slots.by.hand === 'both'
}

/** A ban on certain bases closes nothing to whoever acts for us: a share with them has none of its own. */
function closes({ rule: ban }: Covering, bit: number, { rule }: Resolved): boolean {
  const basis = rule.slots.because?.kind
  return has(ban.purposes, bit) && (ban.bases === null || (basis !== undefined && ban.bases.has(basis)))
}

// Clashes: sentences that cannot both be kept. No permission outranks another, a ban beats every permission, and one purpose rests on one
// basis (docs/spec/statement.md, "Laws"). Looked for cell by cell; each pair of rules is raised once.

import {
  bitsOf,
  covers,
  forms,
  has,
  intersect,
  isEmpty,
  meets,
  type Form,
  type Hand,
  type Mask,
} from '../../policy/index.ts'
import { periodWords } from '../../base/index.ts'
import { cutRule } from '../1-parse/normal-form.ts'
import type { Raise, Span } from '../diagnostics.ts'
import { asksAll, exclude } from './conditions.ts'
import { cellsByRule, type Covering, type GridCell } from './grid.ts'
import { nameCell, placeIn, type Compared } from './holes.ts'
import type { Registers } from './registers.ts'
import { coversPlace, resolveRules, touchesPlace, type Resolved } from './resolve.ts'

/** Clauses whose bans take away a part of what a clause opens, by that clause: the page prints "except". */
export type Exceptions = ReadonlyMap<string, ReadonlySet<string>>

/** Looks for all clashes, and answers the exceptions that bans make. */
export function findClashes(compared: Compared, raise: Raise): Exceptions {
  const { grid, registers, narrowing } = compared
  const pairs = new Set<string>()
  const once: PairRaise = (a, b, tell) => {
    const key = [`${a.clause} ${a.index}`, `${b.clause} ${b.index}`].toSorted().join('|')
    if (!pairs.has(key)) tell()
    pairs.add(key)
  }
  for (const cell of grid) {
    checkSameUse(cell, registers, once, raise)
    checkSameCollect(cell, once, raise)
    checkSameShare(cell, registers, once, raise)
    checkSameDerive(cell, registers, once, raise)
    checkSameMechanism(cell, once, raise)
    checkSamePeriod(cell, registers, narrowing, once, raise)
    checkMeasures(cell, narrowing, once, raise)
    checkBases(cell, registers, once, raise)
    checkForms(cell, registers, once, raise)
  }
  checkPairs(compared, once, raise)
  checkPromises(compared, once, raise)
  return checkBans(compared, raise)
}

type PairRaise = (a: Resolved, b: Resolved, tell: () => void) => void

/** Pairs of different rules of a list; of two clauses the later one comes second. */
function pairsOf(list: readonly Covering[]): readonly (readonly [Covering, Covering])[] {
  return list.flatMap((first, i) => list.slice(i + 1).map((second) => inOrder(first, second)))
}

function inOrder(a: Covering, b: Covering): readonly [Covering, Covering] {
  const [first, second] = [spanOf(a.rule), spanOf(b.rule)]
  return first.file < second.file || (first.file === second.file && first.line <= second.line) ? [a, b] : [b, a]
}

function spanOf({ rule }: Resolved): Span {
  return rule.set.span
}

/** What both permit is said in the same words: harmless until one is changed. */
function isAlike(a: Resolved, b: Resolved, keys: readonly (keyof Resolved['rule']['slots'])[]): boolean {
  const said = ({ rule }: Resolved): string => JSON.stringify(keys.map((key) => rule.slots[key] ?? null), (key, value: unknown) => (key === 'span' ? undefined : value)) // prettier-ignore
  return said(a) === said(b)
}

function tellTwo(
  code: 'K401' | 'K403',
  [first, second]: readonly [Covering, Covering],
  cell: GridCell,
  raise: Raise,
  of = '',
): void {
  const help =
    code === 'K401'
      ? helpToPart(first.rule, second.rule)
      : 'join them with `or` in one rule, or part them with `except` or `for`'
  const details = { what: `${nameCell(cell)}${of}`, clause: second.rule.clause, other: first.rule.clause, help }
  raise(code, spanOf(second.rule), details, [{ at: spanOf(first.rule), message: 'the other sentence' }])
}

/** The line that parts two rules: the wider one with `except` what the narrower one names. */
function helpToPart(a: Resolved, b: Resolved): string {
  const [wide, narrow] = a.categories.size >= b.categories.size ? [a, b] : [b, a]
  if (wide.categories.size === narrow.categories.size || narrow.rule.set.any)
    return 'take one of them out, or part them by product, origin or purpose'
  const names = narrow.rule.set.names.map(({ text }) => text).join(', ')
  const inner = wide.rule.set.any ? 'any' : wide.rule.set.names.map(({ text }) => text).join(', ')
  return `write \`${wide.rule.verb} ${inner} except ${names} …\` in \`${wide.clause}\``
}

function tellAlike([first, second]: readonly [Covering, Covering], cell: GridCell, raise: Raise): void {
  raise('K409', spanOf(second.rule), { other: first.rule.clause, what: nameCell(cell) }, [
    { at: spanOf(first.rule), message: 'it is said here' },
  ])
}

// --- two sentences --------------------------------------------------------------------------------------------------

function handsOf({ rule }: Covering): readonly Hand[] {
  const by = rule.rule.slots.by?.hand ?? 'machines'
  return by === 'both' ? ['machines', 'people'] : [by]
}

function formOf({ rule }: Covering): Form {
  return rule.rule.slots.as?.form ?? 'identified'
}

/** K401, K409: two uses of one purpose for one hand in one form. */
function checkSameUse(cell: GridCell, { purposes }: Registers, once: PairRaise, raise: Raise): void {
  for (const pair of pairsOf(cell.rules.use)) {
    const [first, second] = pair
    const both = intersect(first.rule.purposes, second.rule.purposes)
    if (
      isEmpty(both) ||
      formOf(first) !== formOf(second) ||
      !handsOf(first).some((hand) => handsOf(second).includes(hand))
    )
      continue
    const names = purposes.filter(({ bit }) => has(both, bit)).map(({ name }) => `\`${name}\``).join(', ') // prettier-ignore
    const alike = isAlike(first.rule, second.rule, ['because', 'as', 'by', 'when'])
    once(first.rule, second.rule, () =>
      alike ? tellAlike(pair, cell, raise) : tellTwo('K401', pair, cell, raise, ` for ${names}`),
    )
  }
}

/** K401, K409: two `collect` lines of one origin. */
function checkSameCollect(cell: GridCell, once: PairRaise, raise: Raise): void {
  for (const pair of pairsOf(cell.rules.collect)) {
    const alike = isAlike(pair[0].rule, pair[1].rule, ['need', 'when'])
    once(pair[0].rule, pair[1].rule, () =>
      alike ? tellAlike(pair, cell, raise) : tellTwo('K401', pair, cell, raise, ` from \`${cell.facts.origin}\``),
    )
  }
}

/** K401, K409: two shares with one recipient for one purpose in one form. */
function checkSameShare(cell: GridCell, registers: Registers, once: PairRaise, raise: Raise): void {
  for (const pair of pairsOf(cell.rules.share)) {
    const [first, second] = pair
    const both = intersect(first.rule.purposes, second.rule.purposes)
    const recipient = [...first.rule.recipients].find((name) => second.rule.recipients.has(name))
    if (isEmpty(both) || recipient === undefined || formOf(first) !== formOf(second)) continue
    const alike = isAlike(first.rule, second.rule, ['because', 'as', 'when'])
    once(first.rule, second.rule, () =>
      alike ? tellAlike(pair, cell, raise) : tellTwo('K401', pair, cell, raise, ` with \`${recipient}\` for ${purposeNames(both, registers)}`),
    ) // prettier-ignore
  }
}

/** K401, K409: two lines that make the same from the same for one purpose. */
function checkSameDerive(cell: GridCell, registers: Registers, once: PairRaise, raise: Raise): void {
  for (const pair of pairsOf(cell.rules.derive)) {
    const [first, second] = pair
    const both = intersect(first.rule.purposes, second.rule.purposes)
    const input = [...first.rule.inputs].find((name) => second.rule.inputs.has(name))
    if (isEmpty(both) || input === undefined || formOf(first) !== formOf(second)) continue
    const alike = isAlike(first.rule, second.rule, ['as', 'when'])
    once(first.rule, second.rule, () =>
      alike ? tellAlike(pair, cell, raise) : tellTwo('K401', pair, cell, raise, ` made from \`${input}\` for ${purposeNames(both, registers)}`),
    ) // prettier-ignore
  }
}

/** K401: two mechanisms under which the same may lie in the same place: a transfer rests on one. */
function checkSameMechanism(cell: GridCell, once: PairRaise, raise: Raise): void {
  const named = ({ rule }: Covering): string => (rule.rule.slots.under ?? []).map(({ text }) => text).toSorted().join(', ') // prettier-ignore
  for (const pair of pairsOf(cell.rules.store.filter((store) => named(store) !== ''))) {
    const place = pair[0].rule.at.find((name) => pair[1].rule.at.includes(name))
    if (place === undefined || named(pair[0]) === named(pair[1])) continue
    once(pair[0].rule, pair[1].rule, () => tellTwo('K401', pair, cell, raise, ` at \`${place}\``))
  }
}

function purposeNames(mask: Mask, { purposes }: Registers): string {
  return purposes.filter(({ bit }) => has(mask, bit)).map(({ name }) => `\`${name}\``).join(', ') // prettier-ignore
}

/** K401, K409: two sentences that join the same two contexts for one purpose. K402: one that a `never combine` takes away whole. */
function checkPairs(compared: Compared, once: PairRaise, raise: Raise): void {
  const { rules, registers } = compared
  const own = rules.filter(({ frame }) => frame === 'combine')
  const bans = rules.filter(({ frame }) => frame === 'never combine')
  own.forEach((first, i) => {
    for (const second of own.slice(i + 1)) {
      const both = intersect(first.purposes, second.purposes)
      if (isEmpty(both) || !overlap(first, second, compared) || !joinsSame(first, second)) continue
      const details = { what: `the same two for ${purposeNames(both, registers)}`, clause: second.clause, other: first.clause } // prettier-ignore
      const related = [{ at: placeOf(first), message: 'the other sentence' }]
      once(first, second, () =>
        isAlike(first, second, ['when'])
          ? raise('K409', placeOf(second), { other: first.clause, what: 'the same two' }, related)
          : raise('K401', placeOf(second), { ...details, help: 'take one of them out, or part them by product or purpose' }, related),
      ) // prettier-ignore
    }
    const standing = bans.filter((one) => one.when === null && one.unless === null && isWherever(one, first, compared))
    for (const piece of standing.length > 0 ? piecesOf(first, registers) : []) {
      const ban = standing.find((one) => closesPair(one, piece, registers))
      if (ban) raise('K402', placeOf(piece), { ban: ban.clause }, [{ at: placeOf(ban), message: 'the ban' }])
    }
  })
}

type Sides = NonNullable<Resolved['sides']>

/** Whether two rules are about the same two sides, in either order. */
function joinsSame(a: Resolved, b: Resolved): boolean {
  if (!a.sides || !b.sides) return false
  const [x, y] = a.sides
  const said = (sides: Sides): string => JSON.stringify(sides)
  return said([x, y]) === said(b.sides) || said([y, x]) === said(b.sides)
}

/** Whether a ban closes all that a pair joins, for the people for whom both hold. */
function closesPair(ban: Resolved, pair: Resolved, { places }: Registers): boolean {
  if (!ban.sides || !pair.sides) return false
  const [x, y] = ban.sides
  const isWhole = (wide: Sides): boolean => wide.every((side, i) => holdsAll(side, pair.sides![i as 0 | 1])) // two sides each
  const { where } = ban
  const isEverywhere = where === null || places.every(({ name }) => touchesPlace(where, name, { places }) || (pair.where !== null && !coversPlace(pair.where, name, { places }))) // prettier-ignore
  return covers(ban.purposes, pair.purposes) && isEverywhere && (isWhole([x, y]) || isWhole([y, x]))
}

/** Whether a rule holds for everybody for whom another does: an overlay's ban leaves a pair to all who are not under it. */
function isWherever(one: Resolved, other: Resolved, { standingsOf }: Compared): boolean {
  const [wide, narrow] = [standingsOf(one), standingsOf(other)]
  return wide === null || (narrow !== null && narrow.every((name) => wide.includes(name)))
}

function holdsAll(wide: Sides[0], narrow: Sides[0]): boolean {
  const isIn = (all: readonly string[] | null, some: readonly string[] | null): boolean =>
    all === null || (some !== null && some.every((name) => all.includes(name)))
  return isIn(wide.categories, narrow.categories) && isIn(wide.contexts, narrow.contexts)
}

/** K403, K409: two periods of one purpose that may hold at once. What narrows meets: of its period and ours the first to pass counts. */
function checkSamePeriod(
  cell: GridCell,
  { purposes }: Registers,
  narrowing: Compared['narrowing'],
  once: PairRaise,
  raise: Raise,
): void {
  for (const pair of pairsOf(cell.rules.keep)) {
    const both = intersect(pair[0].rule.purposes, pair[1].rule.purposes)
    if (isEmpty(both) || exclude(pair[0].when, pair[1].when)) continue
    if (narrowing(pair[0].rule.clause) !== narrowing(pair[1].rule.clause)) continue
    const count = purposes.filter(({ bit }) => has(both, bit)).length
    const names = count === purposes.length ? '' : ` for ${purposes.filter(({ bit }) => has(both, bit)).map(({ name }) => `\`${name}\``).join(', ')}` // prettier-ignore
    const alike = isAlike(pair[0].rule, pair[1].rule, ['limits', 'because', 'when'])
    once(pair[0].rule, pair[1].rule, () =>
      alike ? tellAlike(pair, cell, raise) : tellTwo('K403', pair, cell, raise, names),
    )
  }
}

/** K404: one control of one thing, two times within which it is done. */
function checkMeasures(cell: GridCell, narrowing: Compared['narrowing'], once: PairRaise, raise: Raise): void {
  for (const [first, second] of pairsOf(cell.rules.offer)) {
    if (narrowing(first.rule.clause) !== narrowing(second.rule.clause)) continue
    const [one, two] = [first.rule.rule.slots.within?.time, second.rule.rule.slots.within?.time]
    const control = first.rule.rule.controls.find(({ text }) =>
      second.rule.rule.controls.some((other) => other.text === text),
    )
    if (
      !control ||
      !one ||
      !two ||
      periodWords(one) === periodWords(two) ||
      !meets(first.rule.purposes, second.rule.purposes)
    )
      continue
    const details = { promise: `\`${control.text}\` of ${nameCell(cell)}`, one: `within ${periodWords(one)}`, two: `within ${periodWords(two)}` } // prettier-ignore
    once(first.rule, second.rule, () =>
      raise('K404', spanOf(second.rule), details, [{ at: spanOf(first.rule), message: 'the other offer' }]),
    )
  }
}

/** K404: two promises of one commitment to the same people, about the same data, that do not say the same of it. */
function checkPromises(compared: Compared, once: PairRaise, raise: Raise): void {
  const { rules, narrowing } = compared
  const promises = Map.groupBy(rules.filter(({ frame }) => frame === 'promise'), ({ rule }) => rule.commitment?.text) // prettier-ignore
  for (const [name, own] of promises)
    own.forEach((first, i) => {
      for (const second of own.slice(i + 1)) {
        if (narrowing(first.clause) !== narrowing(second.clause) || !overlap(first, second, compared)) continue
        const [one, two] = [measuresOf(first), measuresOf(second)]
        const details = { promise: `\`${name}\``, one: one || 'as it is', two: two || 'as it is' }
        if (one === two) continue
        once(first, second, () =>
          raise('K404', placeOf(second), details, [{ at: placeOf(first), message: 'the other promise' }]),
        )
      }
    })
}

function placeOf({ rule }: Resolved): Span {
  return rule.commitment?.span ?? rule.set.span
}

/** Whether two rules may be about the same data of the same people: in a standing that somebody has, of a place that both cover. */
function overlap(a: Resolved, b: Resolved, { registers, standingsOf }: Compared): boolean {
  const shared = (one: ReadonlySet<string>, two: ReadonlySet<string>): boolean => [...one].some((name) => two.has(name))
  const [one, two] = [standingsOf(a), standingsOf(b)]
  const isSamePerson = one === null || two === null || one.some((name) => two.includes(name))
  const wheres = [a.where, b.where].filter((where) => where !== null)
  const isSamePlace = wheres.length === 0 || registers.places.some(({ name }) => wheres.every((where) => coversPlace(where, name, registers))) // prettier-ignore
  return shared(a.categories, b.categories) && shared(a.products, b.products) && isSamePerson && isSamePlace
}

/** What a promise measures, as it is written: `within 1 month`. Lists are no measure: two of them add up. */
function measuresOf({ rule }: Resolved): string {
  const words = ({ value }: NonNullable<typeof rule.parameters>[number]): string =>
    'time' in value ? periodWords(value.time) : 'number' in value ? String(value.number) : 'ratio' in value ? `${value.ratio.count} in ${value.ratio.of}` : value.names.map(({ text }) => text).toSorted().join(', ') // prettier-ignore
  return (rule.parameters ?? [])
    .filter(({ value }) => !('names' in value))
    .map((one) => `${one.name.text} ${words(one)}`)
    .toSorted()
    .join(' ')
}

// --- bases and forms ------------------------------------------------------------------------------------------------

function basisWords({ rule }: Covering): string {
  const { kind, name } = rule.rule.slots.because ?? { kind: 'contract', name: null }
  return name ? `\`${kind} ${name.text}\`` : `\`${kind}\``
}

/** K407: a purpose has one basis over all hands and forms. Two uses that clash in everything are K401 already. */
function checkBases(cell: GridCell, { purposes }: Registers, once: PairRaise, raise: Raise): void {
  for (const [first, second] of pairsOf(cell.rules.use)) {
    const purpose = purposes.find(({ bit }) => has(first.rule.purposes, bit) && has(second.rule.purposes, bit))
    if (!purpose || basisWords(first) === basisWords(second)) continue
    const details = { what: nameCell(cell), purpose: purpose.name, one: basisWords(first), two: basisWords(second) }
    once(first.rule, second.rule, () =>
      raise('K407', second.rule.rule.slots.because?.span ?? spanOf(second.rule), details, [
        { at: spanOf(first.rule), message: 'the other basis' },
      ]),
    )
  }
}

/** K408: a form that hides less needs at least the conditions of a form that hides more. */
function checkForms(cell: GridCell, { purposes }: Registers, once: PairRaise, raise: Raise): void {
  for (const pair of pairsOf(cell.rules.use)) {
    const [plain, hidden] =
      forms.indexOf(formOf(pair[0])) <= forms.indexOf(formOf(pair[1])) ? pair : ([pair[1], pair[0]] as const)
    const purpose = purposes.find(({ bit }) => has(plain.rule.purposes, bit) && has(hidden.rule.purposes, bit))
    if (
      !purpose ||
      formOf(plain) === formOf(hidden) ||
      !handsOf(plain).some((hand) => handsOf(hidden).includes(hand)) ||
      asksAll(plain.when, hidden.when)
    )
      continue
    const details = { what: nameCell(cell), plain: formOf(plain), hidden: formOf(hidden), purpose: purpose.name }
    once(plain.rule, hidden.rule, () =>
      raise('K408', spanOf(plain.rule), details, [{ at: spanOf(hidden.rule), message: 'the form that hides more' }]),
    )
  }
}

// --- bans -----------------------------------------------------------------------------------------------------------

/** K402 where nothing is left of a permission; an exception where a part of it is taken, always or under a condition. */
function checkBans({ rules, grid, registers }: Compared, raise: Raise): Exceptions {
  const exceptions = new Map<string, Set<string>>()
  const cellsOf = cellsByRule(grid)
  for (const permission of rules) {
    const atoms = (cellsOf.get(permission) ?? []).flatMap((cell) => atomsOf(permission, cell))
    if (atoms.every(({ bans }) => bans.length === 0)) continue
    for (const piece of piecesOf(permission, registers)) checkPiece(piece, atoms, raise)
    for (const { rule } of atoms.flatMap((atom) => atom.bans)) {
      if (rule.clause === permission.clause) continue
      const known = exceptions.get(permission.clause) ?? new Set()
      exceptions.set(permission.clause, known.add(rule.clause))
    }
  }
  return exceptions
}

/** A permission cut into what could stand in a rule each: joining lists hides no dead promise. */
function piecesOf({ rule, clause, index }: Resolved, registers: Registers): readonly Resolved[] {
  const pieces = cutRule(rule).map((piece) => ({ clause, index, rule: piece }))
  return resolveRules(pieces, registers, () => {})
}

function checkPiece(piece: Resolved, atoms: readonly Atom[], raise: Raise): void {
  const own = atoms.filter(({ cell: { facts }, bit, place, other }) =>
    piece.categories.has(facts.category) && piece.products.has(facts.product) && piece.origins.has(facts.origin)
    && (bit === null || has(piece.purposes, bit)) && (place === null || piece.at.includes(place))
    && (other === undefined || piece.recipients.has(other) || piece.inputs.has(other)),
  ) // prettier-ignore
  const closed = own.map(({ bans }) => bans.find(({ always }) => always))
  const [ban] = closed
  if (ban && closed.every((one) => one !== undefined))
    raise('K402', pieceSpan(piece), { ban: ban.rule.clause }, [{ at: spanOf(ban.rule), message: 'the ban' }])
}

/** Where the one thing stands that a piece says. */
function pieceSpan({ rule }: Resolved): Span {
  return placeIn(rule, rule.set.names[0]?.text ?? null, rule.slots.for?.names[0]?.text)
}

/** One thing a permission opens, and the bans that close it. */
interface Atom {
  readonly cell: GridCell
  readonly bit: number | null
  readonly place: string | null
  /** of a share the recipient, of a derivation the input */
  readonly other?: string
  readonly bans: readonly { readonly rule: Resolved; readonly always: boolean }[]
}

function atomsOf(permission: Resolved, cell: GridCell): readonly Atom[] {
  const { frame } = permission
  const own = (list: readonly Covering[]): readonly Covering[] => list.filter(({ rule }) => rule === permission)
  if (frame === 'collect')
    return own(cell.rules.collect).map(() => ({
      cell,
      bit: null,
      place: null,
      bans: cell.rules['never collect'].map(closing),
    }))
  if (frame === 'use') return own(cell.rules.use).flatMap((covering) => useAtoms(covering, cell))
  if (frame === 'store') return own(cell.rules.store).flatMap((covering) => storeAtoms(covering, cell))
  if (frame === 'share') return own(cell.rules.share).flatMap((covering) => shareAtoms(covering, cell))
  if (frame === 'derive') return own(cell.rules.derive).flatMap((covering) => deriveAtoms(covering, cell))
  return []
}

function closing({ rule, when, unless }: Covering): Atom['bans'][number] {
  return { rule, always: when === null && unless === null }
}

function useAtoms(use: Covering, cell: GridCell): readonly Atom[] {
  const basis = use.rule.rule.slots.because?.kind ?? 'contract'
  return bitsOf(use.rule.purposes).flatMap((bit) =>
    handsOf(use).map((hand) => {
      const bans = cell.rules['never use'].filter(({ rule }) => {
        const by = rule.rule.slots.by?.hand ?? 'both'
        return (
          has(rule.purposes, bit) && (by === 'both' || by === hand) && (rule.bases === null || rule.bases.has(basis))
        )
      })
      return { cell, bit, place: null, bans: bans.map(closing) }
    }),
  )
}

/** A `never share` closes recipients it names, a `never use` that names no hand follows what is passed on (law 2). */
function shareAtoms({ rule }: Covering, cell: GridCell): readonly Atom[] {
  return [...rule.recipients].flatMap((recipient) =>
    bitsOf(rule.purposes).map((bit): Atom => {
      const shares = cell.rules['never share'].filter((ban) => has(ban.rule.purposes, bit) && ban.rule.recipients.has(recipient)) // prettier-ignore
      const uses = cell.rules['never use'].filter((ban) => has(ban.rule.purposes, bit) && ban.rule.rule.slots.by === undefined && ban.rule.bases === null) // prettier-ignore
      return { cell, bit, place: null, other: recipient, bans: [...shares, ...uses].map(closing) }
    }),
  )
}

function deriveAtoms({ rule }: Covering, cell: GridCell): readonly Atom[] {
  return bitsOf(rule.purposes).flatMap((bit) =>
    [...rule.inputs].map((input): Atom => {
      const derives = cell.rules['never derive'].filter((ban) => has(ban.rule.purposes, bit) && ban.rule.inputs.has(input)) // prettier-ignore
      return { cell, bit, place: null, other: input, bans: derives.map(closing) }
    }),
  )
}

/** One that names with whom it may not lie closes what is shared, and none of our own places. */
function storeAtoms({ rule }: Covering, cell: GridCell): readonly Atom[] {
  return rule.at.map((place) => {
    const bans = cell.rules['never store'].filter(
      ({ rule: ban }) =>
        ban.rule.slots.with === undefined && (ban.rule.slots.at === undefined || ban.at.includes(place)),
    )
    return { cell, bit: null, place, bans: bans.map(closing) }
  })
}

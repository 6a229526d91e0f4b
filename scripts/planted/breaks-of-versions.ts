// Planted breaks of what goes from version to version and from inputs to what is made of them: laws 1, 6, 8, 9 and 10, and what a product that only
// observes refuses all the same.

import type { Break, CatchingTest } from './break.ts'

const at = (file: string) => (test: string): CatchingTest => ({ file, test }) // prettier-ignore
const properties = at('test/properties/inherited.test.ts')
const made = at('src/statement/made.test.ts')
const gate = at('src/gate/inherited.test.ts')
const apart = at('src/gate/made-apart.test.ts')
const madeInGate = at('src/gate/made.test.ts')
const bases = at('test/properties/bases.test.ts')
const record = at('src/gate/record.test.ts')
const later = at('test/properties/later-purposes.test.ts')
const making = at('test/properties/making.test.ts')

const meets = at('test/properties/meets.test.ts')
const bars = at('test/properties/bars.test.ts')
const compatible = at('src/statement/compatible.test.ts')

const law10 = 'law 10: derived data keeps its inputs’ limits'

/** A fault a row, as in breaks.ts. */
export const ofVersions: readonly Break[] = [
  {
    breaks: 'law 1: default is no', what: 'a collect from any opens what is inferred', file: 'src/statement/2-check/resolve.ts',
    from: "new Set([...all].filter((origin) => origin !== 'inferred'))", to: 'new Set(all)', caughtBy: properties('only a `derive` opens what is inferred'),
  },
  {
    breaks: 'law 6: profiles do not leak', what: 'a ban of an overlay over uncovered data binds nobody', file: 'src/policy/in-force.ts',
    from: 'standing === null ? standings === undefined : mayStandIn(', to: 'standing === null || standings !== undefined ? standings === undefined : mayStandIn(',
    caughtBy: properties('and nobody else, in every version it lived through'),
  },
  {
    breaks: 'law 2: bans first', what: 'what older lines made of what a `never derive` names is not kept out', file: 'src/decision/derive.ts',
    from: 'const from = [facts.category, ...(own.behind ?? []).map(({ category }) => category)]', to: 'const from = [facts.category]', caughtBy: making('and not what newer lines make of something else'),
  },
  {
    breaks: 'law 13: asking from another product is combining', what: 'a `never combine` of one standing is passed over where several share a cell', file: 'src/decision/derive.ts',
    from: '[own, cell.facts], who, standing', to: '[own, cell.facts], whoOf(cell), standing', caughtBy: making('holds for whoever has it'),
  },
  {
    breaks: 'law 2: bans first', what: 'what only a `never derive` forbids is stored where a product observes', file: 'src/policy/uncovered.ts',
    from: "collectBans: [...of('collect'), ...of('derive')].map(asBan)", to: "collectBans: of('collect').map(asBan)", caughtBy: gate('stores nothing made from what a `never derive` names'),
  },
  {
    breaks: 'law 8: promises outlive versions', what: 'what is made of older data stands under the newest version alone', file: 'src/gate/write.ts',
    from: 'number: first ? cellNumber(oldest.version, first.id) : 0', to: 'number: cell ? cellNumber(inForce.newest.version, cell.id) : 0', caughtBy: madeInGate('lives through every version that its inputs lived through: a ban on one purpose stays'),
  },
  {
    breaks: 'law 8: promises outlive versions', what: 'something is made of an old record by the newest lines alone', file: 'src/decision/derive.ts',
    from: '...[cell, ...lived.map(({ result }) => result)].flatMap(', to: '...[cell].flatMap(', caughtBy: gate('is made only where every version that it lived through lets it be made'),
  },
  {
    breaks: 'law 8: promises outlive versions', what: 'what a version forbids of data that it does not collect is forgotten', file: 'src/policy/in-force.ts',
    from: 'const spoken = !now ? forbidding(first, withLater(bindingIn(cell), place + 1 + i), binding, version)', to: 'const spoken = !now ? closed(cell)', caughtBy: meets('a ban of a version that collects no such data closes what comes after'),
  },
  {
    breaks: 'law 8: promises outlive versions', what: 'what a source barred is lost for a hand that the version had no line for', file: 'src/policy/bars.ts',
    from: '[...cell.rows, ...missing].map(barred)', to: 'cell.rows.map(barred)', caughtBy: bars('holds for a hand that this version had no line for'),
  },
  {
    breaks: 'law 8: promises outlive versions', what: 'what a source bars in a version between is lost', file: 'src/policy/in-force.ts',
    from: 'const next = barred(spoken, place + 1 + i)', to: 'const next = spoken', caughtBy: bars('and in a version between that takes no such data'),
  },
  {
    breaks: law10, what: 'what a source bars of an input is lost for a hand that no version had a line for', file: 'src/policy/in-force.ts',
    from: '[cell, ...inputs], policies[place]!', to: '[cell], policies[place]!', caughtBy: bars('holds for a hand that no version had a line for, then or since'),
  },
  {
    breaks: 'law 8: promises outlive versions', what: 'what such a ban says of its condition is forgotten', file: 'src/policy/in-force.ts',
    from: 'bans: said(row.bans) })),', to: 'bans: said(row.bans.filter(({ when, unless }) => when === null && unless === null)) })),', caughtBy: meets('one under a condition closes it while that holds'),
  },
  {
    breaks: 'law 8: promises outlive versions', what: 'such a ban is passed over because it is of one session', file: 'src/policy/uncovered.ts',
    from: 'isIn(facts, context) === false)) return []', to: 'isIn(facts, context) !== true)) return []', caughtBy: meets('one of a session or an account binds whoever may have been in it'),
  },
  {
    breaks: 'law 8: promises outlive versions', what: 'a ban on a basis is passed over by what a later version rests on it', file: 'src/policy/in-force.ts',
    from: 'bound(saidBy(now, place + 1 + i)), own)', to: 'bound(saidBy(now, place + 1 + i)), [])', caughtBy: bases('though the older one has a use of its own on another basis'),
  },
  {
    breaks: 'law 8: promises outlive versions', what: 'a ban on a basis is passed over where somebody else is given the data on it', file: 'src/policy/bases.ts',
    from: 'older.flatMap((one) => onBasesOfNoHand(one, row.form))', to: 'older.flatMap((one) => onBasesOfNoHand(one, row.form).slice(1))', caughtBy: bases('nor does somebody else get it on that basis'),
  },
  {
    breaks: 'law 8: promises outlive versions', what: 'a ban on a basis ends where somebody stands elsewhere since', file: 'src/policy/in-force.ts',
    from: 'restingAsPromised(mark(apart(binds), { version }), [then])', to: 'mark(apart(binds), { version })', caughtBy: bases('nor does what the standing known now rests on it'),
  },
  {
    breaks: law10, what: 'a ban on the basis of an input is not held against a line over what was made of it', file: 'src/policy/inputs.ts',
    from: 'const held = closedOn(taken, lines, onBases)', to: 'const held = closedOn(taken, lines, onBases.slice(0, 0))', caughtBy: bases('by a ban of the version itself whose line it is'),
  },
  {
    breaks: law10, what: 'what binds an input is forgotten where a version uses what was made by no such hand', file: 'src/policy/inputs.ts',
    from: 'rows: [...rows, ...others],', to: 'rows,', caughtBy: bases('by a version between that had no row for such a hand'),
  },
  {
    breaks: law10, what: 'who gets nothing of an input is forgotten where a version gives nobody what was made', file: 'src/policy/inputs.ts',
    from: '{ shares: [...shares, ...kept] }', to: '{ shares }', caughtBy: bases('nor to be given to whom a version since gives none of that'),
  },
  {
    breaks: law10, what: 'making something anew washes off what its input may not rest on', file: 'src/decision/derive.ts',
    from: 'const bans = [...other.bans, ...bansOn(lines, other.onBases ?? [])]', to: 'const bans = other.bans', caughtBy: bases('it is not made anew of an older record'),
  },
  {
    breaks: 'law 8: promises outlive versions', what: 'a ban narrowed to a session over what nobody collects is no change', file: 'src/decision/compare/standing-bans.ts',
    from: 'if (!hasAll(ban.whenIn ?? [], one.whenIn ?? [])) return false', to: '', caughtBy: made('a ban that holds in fewer sessions'),
  },
  {
    breaks: 'law 8: promises outlive versions', what: 'a note opens what shows more than what it goes with', file: 'src/policy/outlive.ts',
    from: 'cap === null && isHiddenAs(use.shape, shape)', to: 'cap === null && (isHiddenAs(use.shape, shape) || true)', caughtBy: compatible('nor for data that was shown less of'),
  },
  {
    breaks: law10, what: 'what an input rests on since is not asked of what older lines made of it', file: 'src/policy/in-force.ts',
    from: 'mark(asking(boundBy(one, binding), asksNow(from, (input) => cellNow(policy, input))), { version })', to: 'mark(boundBy(one, binding), { version })',
    caughtBy: meets('what was made from data that rests on a consent since rests on it too'),
  },
  {
    breaks: law10, what: 'what is known now of a person does not reach what was made by older lines', file: 'src/policy/in-force.ts',
    from: 'if (today === known && binds === today', to: 'if (today === known', caughtBy: meets('a ban of the standing known now reaches what older lines made'),
  },
  {
    breaks: 'law 8: promises outlive versions', what: 'what older lines made forgets what it was made from', file: 'src/policy/inputs.ts',
    from: 'if (!cell.derives) return []', to: 'if (cell) return []', caughtBy: properties('whatever any later version forbids of what a record was made from'),
  },
  {
    breaks: 'law 9: a consent covers what it covered when given', what: 'what is written is asked of the newest lines as they stand', file: 'src/policy/stretch.ts',
    from: '? policy : { ...policy, cells }', to: '? policy : policy', caughtBy: properties('is shut before anything is recorded as it is after'),
  },
  {
    breaks: 'law 2: bans first', what: 'a `never combine` does not follow what was made', file: 'src/decision/combine.ts',
    from: 'function behindOf({ behind = [] }: Joined): readonly Joined[] {\n  return behind', to: 'function behindOf(_: Joined): readonly Joined[] {\n  return []', caughtBy: apart('stays apart once something was made of it'),
  },
  {
    breaks: 'law 11: one holder', what: 'something is made of what holds others', file: 'src/statement/2-check/bystanders.ts',
    from: 'if (withOthers.size === 0) return', to: 'if (withOthers.size >= 0) return', caughtBy: made('nothing is made of what holds others'),
  },
  {
    breaks: 'law 11: one holder', what: 'something is made about one person from the records of another', file: 'src/gate/write.ts',
    from: "if (inputs.length < new Set(madeFrom.records).size)", to: "if (inputs.length > new Set(madeFrom.records).size)", caughtBy: apart('nothing is made about somebody else'),
  },
  {
    breaks: 'law 13: asking from another product is combining', what: 'pairs chain through what was made', file: 'src/decision/combine.ts',
    from: "const chained = goes === 'to' ?", to: "const chained = goes !== 'to' ?", caughtBy: apart('pairs do not chain through what was made'),
  },
  {
    breaks: 'law 2: bans first', what: 'data that a ban names on both sides is brought together within one product', file: 'src/decision/combine.ts',
    from: 'return !named.includes(null) && !two.every(isBoth)', to: 'return false', caughtBy: apart('is kept apart within one product'),
  },
  {
    breaks: 'law 13: asking from another product is combining', what: 'one record made of both sides stays open when a later version keeps them apart', file: 'src/decision/combine.ts',
    from: 'const closings = policies.map((policy) => {', to: 'const closings = policies.slice(0, 1).map((policy) => {', caughtBy: apart('is closed by itself once a later version keeps them apart'),
  },
  {
    breaks: 'law 13: asking from another product is combining', what: 'it serves a purpose for which they are kept apart', file: 'src/decision/combine.ts',
    from: 'twosWithin(joinedOf(policy, cell)).filter((two) => mayHold(policy, cell, two))', to: 'twosWithin(joinedOf(policy, cell)).filter((two) => mayHold(policy, cell, two) && policy.pairBans === undefined)', caughtBy: apart('and by what keeps them apart for another purpose'),
  },
  {
    breaks: 'law 13: asking from another product is combining', what: 'a question in words and the person’s page pass over what one record was made of', file: 'src/decision/through.ts',
    from: 'for (const one of mayBe) {', to: 'for (const one of mayBe.slice(1)) {', caughtBy: record('of one record made of what is kept apart while something is chosen'),
  },
  {
    breaks: 'law 8: promises outlive versions', what: 'the person’s page asks the newest version alone', file: 'src/gate/record.ts',
    from: ': decideAsked(livedThrough(inForce, record.cell), asking, cell, act)', to: ': decideAsked([policy], asking, cell, act)', caughtBy: apart('is closed by itself once a later version keeps them apart'),
  },
  {
    breaks: 'law 8: promises outlive versions', what: 'a ban for whatever purpose forgets those that are registered later', file: 'src/policy/in-force.ts',
    from: 'const versions = withLaterPurposes(published)', to: 'const versions = published', caughtBy: later('however the newer line would open it'),
  },
  {
    breaks: 'law 8: promises outlive versions', what: 'one on any purpose but some is taken for one on those there were', file: 'src/policy/later-purposes.ts',
    from: 'covers(union(purposes, except), known)', to: 'covers(purposes, known)', caughtBy: later('of what was made of it, and where it is made no more'),
  },
  {
    breaks: 'law 8: promises outlive versions', what: 'a ban closes what it spares, once a later version registers a purpose', file: 'src/policy/later-purposes.ts',
    from: 'const [isOpen, later] = [meansAll(known), without(purposes, known)]', to: 'const [isOpen, later] = [meansAll(known), purposes]', caughtBy: later('and spares what it spares'),
  },
  {
    breaks: 'law 13: asking from another product is combining', what: 'what is kept apart for whatever purpose is brought together for one that came since', file: 'src/policy/later-purposes.ts',
    from: 'pairBans: bansFor({ bans: pairBans, purposes: policy.purposes }, purposes)', to: 'pairBans', caughtBy: later('of what it keeps apart, for one record that was made of both'),
  },
  {
    breaks: 'law 8: promises outlive versions', what: 'a ban by kind forgets who is registered later', file: 'src/policy/newcomers.ts',
    from: 'if (newcomers.length === 0) return cell', to: 'if (cell) return cell', caughtBy: apart('does not reach one who is registered later'),
  },
  {
    breaks: 'law 8: promises outlive versions', what: 'what a version that knows no such data gives to nobody is handed on once it was made into something', file: 'src/policy/in-force.ts',
    from: 'shares: (bound.shares ?? []).filter(isClosing)', to: 'shares: (bound.shares ?? []).slice(0, 0)', caughtBy: apart('nor what a version in between forbids that knows no such data'),
  },
  {
    breaks: law10, what: 'a ban on the use of an input does not follow what is given to somebody new', file: 'src/decision/derive.ts',
    from: 'bindingShare(input, row).every(', to: 'bindingShare(input, row).slice(0, -1).every(', caughtBy: apart('an older ban on use follows what is given to them'),
  },
  {
    breaks: 'law 13: asking from another product is combining', what: 'what is kept apart for some people only from now on is no change', file: 'src/decision/compare/promises.ts',
    from: "(standingsNamed(policy, name) ?? ['']).every((known) => standings.includes(known))", to: 'true', caughtBy: made('for some people only, from now on'),
  },
  {
    breaks: 'law 13: asking from another product is combining', what: 'what is kept apart in a session only from now on is no change', file: 'src/decision/compare/promises.ts',
    from: ' && holdsWhere(one, ban)', to: '', caughtBy: made('or in more, what may be joined'),
  },
  {
    breaks: 'law 13: asking from another product is combining', what: 'what is brought together in every session from now on is no change', file: 'src/decision/compare/promises.ts',
    from: ' && hasAll(pair.whenIn, one.whenIn)', to: '', caughtBy: made('or in more, what may be joined'),
  },
  {
    breaks: 'law 13: asking from another product is combining', what: 'what is kept apart for the purposes there are, and for none that comes, is no change', file: 'src/decision/compare/promises.ts',
    from: '.reduce(union, unregistered(policy, other))', to: '.reduce(union, none)', caughtBy: made('for the purposes there are, which meant'),
  },
  {
    breaks: 'law 2: bans first', what: 'a ban on a purpose passes over one that reads as if it lay below', file: 'src/statement/2-check/registers.ts',
    from: 'name.startsWith(`${one}.`)', to: 'name === `${one}.`', caughtBy: made('no purpose reads as if it lay below another'),
  },
  {
    breaks: 'law 2: bans first', what: 'a ban on a kind that names those registered alone is no change', file: 'src/decision/compare/standing-bans.ts',
    from: 'hasAll(one.kinds ?? [], ban.kinds ?? [])', to: '(true || hasAll(one.kinds ?? [], ban.kinds ?? []))', caughtBy: made('a ban on a kind that becomes one on those of it'),
  },
  {
    breaks: law10, what: 'a ban on sharing an input is not inherited', file: 'src/statement/3-emit/others.ts',
    from: '        ...of(givenOfInputs.filter(named), null, true),\n', to: '', caughtBy: made('a ban on sharing them: always, under its condition, and by name'),
  },
  {
    breaks: law10, what: 'a ban on where an input lies is not inherited', file: 'src/statement/3-emit/policy.ts',
    from: "...ofPlaces(made.bans['never store']).map(", to: '...ofPlaces([]).map(', caughtBy: made('a ban on places'),
  },
  {
    breaks: law10, what: 'what the source of an input bars is not inherited', file: 'src/statement/2-check/made.ts',
    from: 'bars: union(a.bars, b.bars),', to: 'bars: a.bars,', caughtBy: made('what whoever they came from bars'),
  },
  {
    breaks: law10, what: 'a condition lets an older ban of an input be forgotten when something is made', file: 'src/decision/derive.ts',
    from: 'const bans = [...other.bans, ...', to: 'const bans = [...', caughtBy: gate('is not made past an older ban of its own record that held under a condition'),
  },
  {
    breaks: 'no chain of derive reaches a banned purpose', what: 'a chain passes a `never derive`', file: 'src/statement/2-check/made.ts',
    from: '([...inputs].some((one) => all.has(one)) ? [category] : [])', to: '(all.size < 0 ? [category] : [])', caughtBy: made('keeps out what was made from what it names'),
  },
] // prettier-ignore

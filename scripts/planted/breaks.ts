// Planted breaks: one fault a row, of the kind that a hurried change makes, and the test that must fail by it. Every law of the statement language
// (docs/spec/statement.md, "Laws"; docs/spec/decision.md, policy.md) and every printed form (docs/spec/forms.md) has at least one. Rows are tried
// by scripts/planted.ts; test/properties/planted.test.ts holds the table itself.

import type { Break, CatchingTest } from './break.ts'
import { ofMany } from './breaks-of-many.ts'
import { ofVersions } from './breaks-of-versions.ts'

const at = (file: string) => (test: string): CatchingTest => ({ file, test }) // prettier-ignore
const statementProperties = at('test/properties/statement.test.ts')
const laws = at('test/properties/laws.test.ts')
const meets = at('test/properties/meets.test.ts')
const precedence = at('test/properties/precedence.test.ts')
const reference = at('test/properties/reference.test.ts')
const predicate = at('test/properties/predicate.test.ts')
const witnesses = at('test/properties/witnesses.test.ts')
const conflicts = at('src/statement/conflicts.test.ts')
const standings = at('src/statement/standings.test.ts')
const compatible = at('src/statement/compatible.test.ts')
const formsSay = at('src/statement/forms-say.test.ts')
const forms = at('src/statement/forms.test.ts')
const types = at('test/types/statement-types.test.ts')
const guard = at('src/statement/guard.test.ts')
const others = at('src/decision/others.test.ts')
const gate = at('src/gate/gate.test.ts')
const gateOthers = at('src/gate/others.test.ts')
const together = at('src/gate/together.test.ts')

const emit = 'src/statement/3-emit'
const checks = 'src/statement/2-check'

/** The laws of precedence, 1 to 15 (language, "Laws of precedence"). */
const ofPrecedence: readonly Break[] = [
  {
    breaks: 'law 1: default is no', what: 'what no line opens passes as if one did', file: 'src/decision/formula.ts',
    from: 'if (entry?.based) return null', to: 'if (entry) return null', caughtBy: precedence('what no line opens is closed'),
  },
  {
    breaks: 'law 1: default is no', what: 'a use that nothing limits is no hole', file: `${checks}/holes.ts`,
    from: 'if (!alwaysHolds(keeps))', to: 'if (!alwaysHolds(keeps) && keeps.length > 0)', caughtBy: precedence('without a `keep` it does not compile'),
  },
  {
    breaks: 'law 2: bans first', what: 'the person’s own act lifts a ban', file: 'src/decision/formula.ts',
    from: 'if (!ban.inherited && holds(ban, standing.on, act)) return', to: 'if (!ban.inherited && !act.directed && holds(ban, standing.on, act)) return',
    caughtBy: precedence('no choice, case, act, hand and form lifts a `never`'),
  },
  {
    breaks: 'law 2: bans first', what: 'a ban on use does not follow what is passed on', file: `${emit}/others.ts`,
    from: "...of(rules['never use'].filter(isOfNoHand), null, false),", to: '', caughtBy: precedence('it follows what is passed on'),
  },
  {
    breaks: 'law 2: bans first', what: 'a product that only observes gives what a ban forbids', file: 'src/decision/observe.ts',
    from: "const closing = closedByTerm('never', asked) ?? closedByTerm('barred', asked)", to: "const closing = closedByTerm('barred', asked)",
    caughtBy: predicate('where a product only observes it finds what no ban closes'),
  },
  {
    breaks: 'law 3: one sentence each', what: 'two uses of the same are not looked for', file: `${checks}/clashes.ts`,
    from: '    checkSameUse(cell, registers, once, raise)\n', to: '', caughtBy: precedence('two sentences for the same are an error that names both'),
  },
  {
    breaks: 'law 4: no dead promise', what: 'a permission may be dead by one ban', file: `${checks}/clashes.ts`,
    from: 'if (ban && closed.every((one) => one !== undefined))', to: 'if (ban && closed.length === 0)', caughtBy: precedence('a permission that a ban takes away whole'),
  },
  {
    breaks: 'law 4: no dead promise', what: 'a ban takes a part and the page does not say so', file: `${checks}/clashes.ts`,
    from: 'exceptions.set(permission.clause, known.add(rule.clause))', to: 'if (known.size > 9) exceptions.set(permission.clause, known.add(rule.clause))',
    caughtBy: precedence('a permission that a ban takes away whole'),
  },
  {
    breaks: 'law 5: one basis', what: 'two bases of one purpose are not looked for', file: `${checks}/clashes.ts`,
    from: '    checkBases(cell, registers, once, raise)\n', to: '', caughtBy: precedence('a line for other hands or in another form on another basis'),
  },
  {
    breaks: 'law 5: one basis', what: 'an aggregate takes nothing of a plainer form', file: `${emit}/lines.ts`,
    from: "aggregate: orElse(direct('aggregate'), hidden)", to: "aggregate: direct('aggregate')", caughtBy: precedence('a purpose of a cell has one basis over all hands and forms'),
  },
  {
    breaks: 'law 6: profiles do not leak', what: 'the meet of two cells is their join', file: 'src/policy/meet.ts',
    from: "isWhole ? all('based').reduce(intersect) : none", to: "isWhole ? all('based').reduce(union) : none", caughtBy: laws('the meet of two cells is: both allow'),
  },
  {
    breaks: 'law 6: profiles do not leak', what: 'a record under two bases stands under the first alone', file: 'src/policy/cells.ts',
    from: 'may.length < 2 ? may[0] : metOf(policy, may)', to: 'may[0]', caughtBy: meets('a record under two bases stands under their meet'),
  },
  {
    breaks: 'law 6: profiles do not leak', what: 'a pair that an overlay bans is dead for everybody', file: `${checks}/clashes.ts`,
    from: 'one.unless === null && isWherever(one, first, compared)', to: 'one.unless === null', caughtBy: standings('sentences of people who are never the same'),
  },
  {
    breaks: 'law 6: profiles do not leak', what: 'an overlay’s lines hold in every standing', file: `${checks}/grid.ts`,
    from: 'const active = added.size === 0 ? [] : overlays.filter((overlay) => added.has(overlay))', to: 'const active = [...added.keys()].filter(() => overlays.length >= 0)',
    caughtBy: meets('adding a narrowing overlay never opens, and changes nothing for anybody else'),
  },
  {
    breaks: 'law 7: contracts and duties meet', what: 'a longer period than the contract’s passes', file: `${checks}/contracts.ts`,
    from: 'return own.event.text === limit.event.text && isNoLonger(own.after, limit.after)', to: 'return own.event.text === limit.event.text',
    caughtBy: meets('adding a contract never opens; one with all customers that compiles takes nothing away'),
  },
  {
    breaks: 'law 7: contracts and duties meet', what: 'what the contract forbids may stay open', file: `${checks}/contracts.ts`,
    from: '    if (!open) continue\n', to: '    if (open !== null) continue\n', caughtBy: meets('adding a contract never opens; one with all customers that compiles takes nothing away'),
  },
  {
    breaks: 'law 7: contracts and duties meet', what: 'of two numbers the weaker counts', file: `${checks}/contracts.ts`,
    from: "const [less, more] = way === 'less' ? [own, asked] : [asked, own]", to: "const [less, more] = way === 'more' ? [own, asked] : [asked, own]",
    caughtBy: conflicts('a promise to all customers is held against the statement’s own'),
  },
  {
    breaks: 'law 7: contracts and duties meet', what: 'a preview may do what a contract forbids', file: `${checks}/contracts.ts`,
    from: 'new Set(namesOver(contract.profile, statement.standings))', to: 'new Set([contract.profile])', caughtBy: conflicts('a contract with all customers is kept in a preview too'),
  },
  {
    breaks: 'law 7: contracts and duties meet', what: 'a promise to some keeps one to all', file: `${checks}/contracts.ts`,
    from: 'isEverywhere(rule) && isOfAll(rule, names, statement)', to: 'isEverywhere(rule)', caughtBy: conflicts('a contract with all customers is kept not by one to children alone'),
  },
  {
    breaks: 'law 7: contracts and duties meet', what: 'a duty is kept by a promise to some', file: `${checks}/contracts.ts`,
    from: 'promises.some((rule) => isOfAll(rule, [name], statement))', to: 'promises.length > 0', caughtBy: conflicts('a duty'),
  },
  {
    breaks: 'law 8: promises outlive versions', what: 'the version after a record’s own is not counted', file: 'src/policy/in-force.ts',
    from: 'versions.slice(place + 1).forEach(', to: 'versions.slice(place + 2).forEach(',
    caughtBy: laws('publishing opens no old record'),
  },
  {
    breaks: 'law 8: promises outlive versions', what: 'a newer line opens past the bans of an older version', file: 'src/policy/outlive.ts',
    from: 'return { ...row, based: union(row.based, purposesOf(uses)), uses:', to: 'return { ...row, bans: [], based: union(row.based, purposesOf(uses)), uses:',
    caughtBy: compatible('never against a ban of an older version'),
  },
  {
    breaks: 'law 8: promises outlive versions', what: 'a note opens though nobody was told of it in time', file: 'src/policy/outlive.ts',
    from: 'told !== undefined && told <= day', to: 'told !== undefined', caughtBy: compatible('a note told after the version binds opens none'),
  },
  {
    breaks: 'law 8: promises outlive versions', what: 'a note opens what was given on a consent', file: 'src/policy/outlive.ts',
    from: 'isEmpty(given) && isAlways(when) && cap', to: 'isAlways(when) && cap', caughtBy: compatible('nor does one for data that was given on a consent'),
  },
  {
    breaks: 'law 9: a consent covers what it covered when given', what: 'its reach is not looked at', file: 'src/policy/stretch.ts',
    from: 'if (earlier.length === 0) return cell\n', to: 'if (earlier.length >= 0) return cell\n', caughtBy: meets('publishing opens no old record but by a law, a new agreement or a note'),
  },
  {
    breaks: 'law 9: a consent covers what it covered when given', what: 'easier conditions pass as the same reach', file: 'src/policy/stretch.ts',
    from: 'covers(line.given, given) && covers(given, shared) && asksAll(line.when, when)', to: 'covers(line.given, given) && covers(given, shared)',
    caughtBy: standings('an old yes covers no easier condition and no other hand'),
  },
  {
    breaks: 'law 10: derived data keeps its inputs’ limits', what: 'bans are followed one step only', file: `${checks}/made.ts`,
    from: 'for (const one of found) for (const input of stepOf(one).inputs) found.add(input)', to: 'for (const input of stepOf(cell).inputs.slice(0, 0)) found.add(input)',
    caughtBy: meets('no chain of derive reaches a banned purpose'),
  },
  {
    breaks: 'law 10: derived data keeps its inputs’ limits', what: 'the consents it rests on are dropped', file: `${emit}/policy.ts`,
    from: 'given: union(givenOf(basis, registers), made.given),', to: 'given: givenOf(basis, registers),', caughtBy: others('keeps what its inputs forbid, and the choices it rests on'),
  },
  {
    breaks: 'law 10: derived data keeps its inputs’ limits', what: 'what an input’s own record may never serve is forgotten when it is made', file: 'src/decision/derive.ts',
    from: '    washedOff(input.cell, cell),\n', to: '', caughtBy: others('is refused where an input’s own record forbids for good what the result would open'),
  },
  {
    breaks: 'law 10: derived data keeps its inputs’ limits', what: 'what it is made from is not asked when it is made', file: 'src/decision/derive.ts',
    from: '...inputs.map((input) => closedInput(', to: '...inputs.slice(0, 0).map((input) => closedInput(', caughtBy: gateOthers('from what a sentence names for that purpose alone'),
  },
  {
    breaks: 'law 11: one holder', what: 'a person’s restriction does not count where an organisation instructs', file: 'src/decision/formula.ts',
    from: 'return standing.restricted && !(', to: "return standing.restricted && entry?.uses[0]?.basis.kind !== 'instruction' && !(", caughtBy: precedence('the person’s own refusals still narrow'),
  },
  {
    breaks: 'law 11: one holder', what: 'instruction is weighed like an interest of ours', file: `${emit}/lines.ts`,
    from: "basis?.kind === 'legitimate-interest' ||", to: "basis?.kind === 'legitimate-interest' || basis?.kind === 'instruction' ||", caughtBy: precedence('the organisation instructs: it rests on no yes of the person'),
  },
  {
    breaks: 'law 12: ours or their own', what: 'whoever acts for us needs nothing of ours', file: 'src/decision/share.ts',
    from: "listed.role === 'ours' ? closedToUs(registers, cell, standing, act) : null,", to: 'null,', caughtBy: precedence('whoever acts for us does what we may do ourselves'),
  },
  {
    breaks: 'law 12: ours or their own', what: 'somebody taken off the list still gets it', file: 'src/decision/share.ts',
    from: 'return since <= day && (until === null || day <= until)', to: 'return since <= day', caughtBy: precedence('whoever acts for us does what we may do ourselves'),
  },
  {
    breaks: 'law 12: ours or their own', what: 'whoever acts for us is taken to rest on an instruction', file: `${checks}/made-and-given.ts`,
    from: '(basis !== undefined && ban.bases.has(basis))', to: "ban.bases.has(basis ?? 'instruction')", caughtBy: precedence('a ban on other bases takes nothing from whoever acts for us'),
  },
  {
    breaks: 'law 12: ours or their own', what: 'the gate asks for a share as for a use of ours', file: 'src/gate/record.ts',
    from: "type === 'share' ? { recipient: ask.recipient ?? '' } : {})", to: '{})', caughtBy: gateOthers('one with a basis of its own waits for the yes'),
  },
  {
    breaks: 'law 13: asking from another product is combining', what: 'pairs chain', file: 'src/decision/combine.ts',
    from: 'const twos = joined.flatMap((a, i) => joined.slice(i + 1).map((b) => [a, b] as const))', to: 'const twos = joined.flatMap((a, i) => joined.slice(i + 1, i + 2).map((b) => [a, b] as const))',
    caughtBy: precedence('every two contexts in one question need a pair, and pairs do not chain'),
  },
  {
    breaks: 'law 13: asking from another product is combining', what: 'where no pair names two, they may come together', file: 'src/decision/combine.ts',
    from: "(closings[0] ?? { term: 'pair', line: null })", to: '(closings[0] ?? null)', caughtBy: precedence('every two contexts in one question need a pair, and pairs do not chain'),
  },
  {
    breaks: 'law 13: asking from another product is combining', what: 'one read hands out records of two sessions', file: 'src/gate/together.ts',
    from: 'if (records.length < 2) return null', to: 'if (records.length < 9) return null', caughtBy: together('stay apart in one read, each is there by itself'),
  },
  {
    breaks: 'law 14: forms are types', what: 'the gate serves forms that it cannot make', file: 'src/gate/read.ts',
    from: "export const formsServed: readonly Form[] = ['identified']", to: "export const formsServed: readonly Form[] = ['identified', 'de-identified', 'aggregate']",
    caughtBy: gate('a form that the gate cannot make is refused'),
  },
  {
    breaks: 'law 14: forms are types', what: 'what is hidden loses its bans', file: `${emit}/policy.ts`,
    from: 'return forms.map((form) => emitRow({ hand, form, uses: opened[form], bans: bansOf(opened[form]), onBases, bars }, registers))',
    to: "return forms.map((form) => emitRow({ hand, form, uses: opened[form], bans: form === 'identified' ? bansOf(opened[form]) : [], onBases, bars }, registers))",
    caughtBy: precedence('what is hidden or counted keeps the bans of what it was made of'),
  },
  {
    breaks: 'law 15: keeping is not using', what: 'a use goes on after the yes it rests on is taken back', file: 'src/decision/formula.ts',
    from: 'if (!covers(standing.on, use.given)) return', to: "if (!covers(standing.on, use.given) && !cell?.cell.limits.some(({ law }) => law !== null)) return",
    caughtBy: precedence('a yes taken back, an objection and a restriction stop a use at once'),
  },
  {
    breaks: 'law 15: keeping is not using', what: 'what a law alone keeps is found for every purpose', file: `${emit}/formula.ts`,
    from: '      say.isKeptFor(lawsNaming(cell, purpose)),\n', to: '', caughtBy: predicate('the predicate finds what the decision permits'),
  },
] // prettier-ignore

/** The laws of "Compiling, and the laws it must keep". */
const ofCompiling: readonly Break[] = [
  {
    breaks: 'parse(print(r)) = r', what: 'the printer forgets a cap’s time', file: 'src/statement/1-parse/print-rule.ts',
    from: '${cap.time ? ` of ${periodWords(cap.time)}` : \'\'}', to: '', caughtBy: statementProperties('parse(print(r)) = r'),
  },
  {
    breaks: 'say(r) differs for rules that differ', what: 'the reading leaves out where people live', file: `${emit}/say.ts`,
    from: 'return where ? `this is for people who live in ${speaker.places(where)}` : \'\'', to: 'return where ? `this is for some people` : \'\'', caughtBy: statementProperties('say(r) differs for rules that differ'),
  },
  {
    breaks: 'same folder, same hash', what: 'lines of the policy stand as they were found', file: `${emit}/policy.ts`,
    from: '    .toSorted((a, b) => order(factsKey(a), factsKey(b)))\n', to: '    .toSorted(() => Math.random() - 0.5)\n', caughtBy: statementProperties('the same folder gives the same hash'),
  },
  {
    breaks: 'order and splitting of lists change nothing', what: 'conditions stand as they were written', file: 'src/statement/1-parse/normal-form.ts',
    from: 'joinLists((groups.get(frame) ?? []).flatMap(cutRule))', to: '(groups.get(frame) ?? [])', caughtBy: statementProperties('order, layout and the splitting of lists change no policy'),
  },
  {
    breaks: 'table, SQL, Cedar and a direct reading agree', what: 'the table lets a choice that must be off be on', file: 'src/decision/cell-index.ts',
    from: '    isEmpty([on[0] & block[0], on[1] & block[1]]) &&\n', to: '', caughtBy: reference('100,000 questions have one answer'),
  },
  {
    breaks: 'no policy permits what no line permits', what: 'a condition of a use is dropped', file: 'src/decision/formula.ts',
    from: 'const off = without(need, on)', to: 'const off = without(without(need, on), need)', caughtBy: laws('nothing is permitted that no line permits'),
  },
  {
    breaks: 'adding a `never` never opens', what: 'of several bans only the last is looked at', file: 'src/decision/formula.ts',
    from: 'for (const ban of entry.bans)', to: 'for (const ban of entry.bans.slice(-1))',
    caughtBy: laws('adding a never never opens'),
  },
  {
    breaks: 'adding a narrowing overlay never opens', what: 'where an overlay speaks the base is left out', file: `${checks}/grid.ts`,
    from: 'const covering = active.length === 0 ? base : [...base,', to: "const covering = active.length === 0 ? base : [...base.filter(({ frame }) => frame !== 'never use'),",
    caughtBy: meets('adding a narrowing overlay never opens'),
  },
  {
    breaks: 'adding a contract never opens', what: 'in a standing with a contract the limits are the contract’s alone', file: `${checks}/grid.ts`,
    from: 'const covering = active.length === 0 ? base : [...base,', to: "const covering = active.length === 0 ? base : [...base.filter(({ frame }) => frame !== 'never use' && frame !== 'keep'),",
    caughtBy: meets('adding a contract never opens'),
  },
  {
    breaks: 'removing a line never opens', what: 'people without a line of their own take that of machines', file: `${emit}/policy.ts`,
    from: 'rules.use.filter((covering) => reaches(covering, hand)),', to: 'rules.use.some((covering) => reaches(covering, hand)) ? rules.use.filter((covering) => reaches(covering, hand)) : rules.use,',
    caughtBy: statementProperties('taking out a line never opens anything'),
  },
  {
    breaks: 'the meet of rows is: both allow', what: 'bans of the other cell are left out', file: 'src/policy/meet.ts',
    from: 'uses: rows.flatMap(({ uses }) => uses), bans: rows.flatMap(({ bans }) => bans)', to: 'uses: rows.flatMap(({ uses }) => uses), bans: rows[0]!.bans',
    caughtBy: laws('the meet of two cells is: both allow'),
  },
  {
    breaks: 'publishing opens no old record', what: 'a version that does not know such data is passed over', file: 'src/policy/in-force.ts',
    from: '!now ? forbidding(first, withLater(bindingIn(cell), place + 1 + i), binding, version) :', to: '!now ? first :', caughtBy: laws('publishing opens no old record'),
  },
  {
    breaks: 'publishing stretches no consent', what: 'only the first of the older versions is looked at', file: 'src/policy/stretch.ts',
    from: 'return earlier.reduce<Mask>(', to: 'return earlier.slice(0, 1).reduce<Mask>(',
    caughtBy: standings('an old yes asks anew where any version since did not cover it'),
  },
  {
    breaks: 'no chain of derive reaches a banned purpose', what: 'an inherited ban forbids nothing', file: `${emit}/others.ts`,
    from: 'return { never: of(false), barred: union(of(true), bars) }', to: 'return { never: of(false), barred: bars }', caughtBy: statementProperties('every row says in its masks what its entries say'),
  },
  {
    breaks: 'the conflicts of annex G are all reported', what: 'two mechanisms for one place are not looked for', file: `${checks}/clashes.ts`,
    from: '    checkSameMechanism(cell, once, raise)\n', to: '', caughtBy: conflicts('the conflicts of annex G, put into one profile, are all reported'),
  },
] // prettier-ignore

/** Printed forms, each named as in docs/spec/forms.md. */
const ofForms: readonly Break[] = [
  {
    breaks: 'form: policy', what: 'the mask of a row leaves out its last use', file: `${emit}/policy.ts`,
    from: 'based: maskOf(...uses.map(({ purpose }) => purpose)),\n    objectable: objectableIn(uses, registers),', to: 'based: maskOf(...uses.slice(1).map(({ purpose }) => purpose)),\n    objectable: objectableIn(uses, registers),',
    caughtBy: statementProperties('every row says in its masks what its entries say'),
  },
  {
    breaks: 'form: page', what: 'exceptions are not printed', file: `${emit}/page-html.ts`,
    from: '    ...exceptionsOf(clause, numbers),\n', to: '', caughtBy: formsSay('page: every word, every exception that a ban makes, and every rule'),
  },
  {
    breaks: 'form: page', what: 'words of a register are not escaped', file: `${emit}/html.ts`,
    from: ".replaceAll('<', '&lt;')", to: '', caughtBy: forms('every page is valid, stands alone, and its links resolve'),
  },
  {
    breaks: 'form: types', what: 'the types offer what a ban closes', file: `${emit}/types.ts`,
    from: 'has(based, purpose) && !has(never, purpose) && !has(barred, purpose)', to: 'has(based, purpose)', caughtBy: types('what a ban always closes is not there'),
  },
  {
    breaks: 'form: types', what: 'the types offer a read of what is only drawn', file: `${emit}/types.ts`,
    from: ' && !isCapped', to: '', caughtBy: types('a purpose is there exactly when some person’s data of that kind, or of one below it, may be used so'),
  },
  {
    breaks: 'form: predicate', what: 'a condition of a use is not printed', file: `${emit}/formula.ts`,
    from: '...uses.flatMap(({ given, when }) => [isOn(given, printing), isMet(when, printing)]),', to: '...uses.flatMap(({ given }) => [isOn(given, printing)]),', caughtBy: predicate('the predicate finds what the decision permits'),
  },
  {
    breaks: 'form: predicate', what: 'what is allowed of a few of many is printed as open', file: `${emit}/formula.ts`,
    from: 'if (uses.some(({ cap }) => cap !== null)) return false', to: 'if (uses.length < 0) return false', caughtBy: formsSay('of a few of many every form that is asked opens nothing'),
  },
  {
    breaks: 'form: predicate', what: 'a limit passes a moment late', file: `${emit}/sql-language.ts`,
    from: '} <= ${facts.now}, false)`', to: '} < ${facts.now}, false)`', caughtBy: predicate('until the very moment its time ends a record is found, and at it no longer'),
  },
  {
    breaks: 'form: guard', what: 'the session’s purpose is not asked', file: `${emit}/guard.ts`,
    from: "  ${said('purpose')} = ${purpose.name}\n", to: "  ${said('purpose')} is not null\n", caughtBy: guard('a session that names no purpose sees nothing'),
  },
  {
    breaks: 'form: guard', what: 'a capped use is printed as one without a cap', file: `${emit}/formula.ts`,
    from: '  if (uses.some(({ cap }) => cap !== null)) return false // whoever asks has drawn nothing\n', to: '', caughtBy: formsSay('of a few of many every form that is asked opens nothing'),
  },
  {
    breaks: 'form: cedar', what: 'no `forbid` is printed', file: `${emit}/cedar.ts`,
    from: '...permitsOf(policy, cells, printing), ...forbidsOf(policy, cells, printing)]', to: '...permitsOf(policy, cells, printing), ...forbidsOf(policy, cells, printing).slice(0, 0)]',
    caughtBy: witnesses('decision, reading, SQL, row guard and Cedar say the same'),
  },
  {
    breaks: 'form: cedar', what: 'a policy of one form is printed for all', file: `${emit}/cedar.ts`,
    from: '...(ofForms.length === forms.length ? [] : [', to: '...(ofForms.length > 0 ? [] : [', caughtBy: witnesses('decision, reading, SQL, row guard and Cedar say the same'),
  },
  {
    breaks: 'form: DPV', what: 'bans name no data', file: `${emit}/dpv.ts`,
    from: "['dpv:hasPersonalData', categories.map((name) => ({ iri: naming.of('data', name) }))],", to: '', caughtBy: formsSay('DPV: a process for every use'),
  },
  {
    breaks: 'form: DPV', what: 'the two notations differ', file: `${emit}/dpv.ts`,
    from: "return `${turtleText(text)}${language !== undefined ? `@${language}` : type ? `^^${type}` : ''}`", to: 'return turtleText(text)', caughtBy: forms('n3 and jsonld read the same quads'),
  },
  {
    breaks: 'form: Article 30', what: 'the processor’s record holds everything', file: `${emit}/activities.ts`,
    from: "return basis.kind === 'instruction'", to: "return basis.kind !== 'consent'", caughtBy: formsSay('Article 30: every use is an activity of one of the two records'),
  },
  {
    breaks: 'form: Article 30', what: 'a cell of spreadsheet software is a formula', file: `${emit}/csv.ts`,
    from: "const safe = /^[=+\\-@\\t\\r]/.test(text) ? `'${text}` : text", to: 'const safe = text', caughtBy: forms('quotes, line ends and formulas come back as text'),
  },
  {
    breaks: 'form: change notice', what: 'a material change is called none', file: `${emit}/notice.ts`,
    from: "meanings.some(({ code }) => code !== null) ? 'material'", to: "meanings.some(({ code }) => code === null) ? 'material'", caughtBy: formsSay('change notice: every sentence that differs'),
  },
  {
    breaks: 'form: FAQ', what: 'an answer rests on its first clause alone', file: `${emit}/faq.ts`,
    from: 'clauses: sorted(same.map(({ control }) => control.clause)),', to: 'clauses: sorted(same.slice(0, 1).map(({ control }) => control.clause)),', caughtBy: formsSay('FAQ: every control of every product and account'),
  },
  {
    breaks: 'form: places', what: 'a rule for other places is told here too', file: `${emit}/jurisdictions.ts`,
    from: 'if (!slots.where) return false', to: 'if (!slots.where) return false\n  if (slots.where.names.length > 0) return true', caughtBy: standings('a place that is singled out has a notice of its own'),
  },
  {
    breaks: 'form: previews', what: 'what a preview adds is what it lacks', file: `${emit}/preview.ts`,
    from: 'adds: missing(after, before), lacks: missing(before, after)', to: 'adds: missing(before, after), lacks: missing(after, before)', caughtBy: formsSay('previews: what an overlay adds to its base'),
  },
] // prettier-ignore

/** All of them. */
export const breaks: readonly Break[] = [...ofPrecedence, ...ofMany, ...ofVersions, ...ofCompiling, ...ofForms]

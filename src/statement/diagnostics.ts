// The one table of everything the compiler can say about a statement (docs/spec/statement.md). Phases raise a code at a place with
// its details; message, help and the reference page come from here alone. Codes are the contract; wording is for people.

/** A place in a file of the statement: line and column count from 1, in UTF-16 units; it never spans lines. */
export interface Span {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly length: number
}

interface Entry {
  readonly severity: 'error' | 'warning'
  readonly title: string
  readonly message: string
  readonly help: string
  readonly reference: string
}

/** Every code with its words. `{name}` is filled in from the details given when it is raised. */
export const diagnosticsTable = {
  K101: {
    severity: 'error',
    title: 'sign',
    message: '`{sign}` has no meaning in a rule',
    help: '{help}',
    reference: 'A rule is made of lower-case names, whole numbers, commas and texts in straight double quotes.',
  },
  K102: {
    severity: 'error',
    title: 'word',
    message: 'expected {expected}, found {found}',
    help: '{help}',
    reference: 'Something else stands where the grammar asks for a certain word. The rest of the rule is still read.',
  },
  K103: {
    severity: 'error',
    title: 'name expected',
    message: 'a name is missing after `{after}`',
    help: 'add {example}; a name is lower case, with `-` and `.`, and stands in a register',
    reference: 'A slot ends without the name it is there for, or a comma is followed by nothing.',
  },
  K104: {
    severity: 'error',
    title: 'verb',
    message: '{problem}',
    help: '{help}',
    reference:
      'A rule begins with a verb: collect, derive, use, share, combine, store, keep, never, offer or promise; never forbids collect, derive, use, share, combine or store.',
  },
  K105: {
    severity: 'error',
    title: 'slot twice',
    message: '`{slot}` is said twice in one rule',
    help: 'say it once, and join names with commas',
    reference: 'Each slot of a rule stands at most once, in any order.',
  },
  K106: {
    severity: 'error',
    title: 'slot missing',
    message: '`{verb}` does not say {what}',
    help: 'add `{example}`',
    reference:
      'A verb has slots it cannot do without: collect … from, derive … from … for, use … for … because, share … with … for, combine … with … for, keep … (a time or until), offer … of … on, store … at.',
  },
  K107: {
    severity: 'error',
    title: 'slot of another verb',
    message: '`{slot}` does not belong to `{verb}`',
    help: '`{verb}` takes {slots}',
    reference: 'Each verb has its own slots. A period belongs to keep, a basis to use, a surface to offer.',
  },
  K108: {
    severity: 'error',
    title: 'number or time',
    message: '{found} is no {wanted}',
    help: 'write {example}',
    reference:
      'A number is a whole number from 1; a time is a number and one of second, minute, hour, day, week, month, year.',
  },
  K109: {
    severity: 'error',
    title: 'no words above',
    message: 'the rules of `{clause}` have no words above them',
    help: 'put the paragraph, list item or table they belong to directly above the block',
    reference:
      'Rules cannot stand without words: a block fenced `kept` follows a paragraph, a list item or a table directly.',
  },
  K110: {
    severity: 'error',
    title: 'mark beside rules',
    message: '`{mark}` stands beside {beside}',
    help: 'make two clauses: one that is an aim or a piece of information, one with rules',
    reference: 'A clause is ruled, or it is an aim, or it is information. It cannot be two of them.',
  },
  K111: {
    severity: 'error',
    title: 'clause id',
    message: '{problem}',
    help: '{help}',
    reference:
      'A block is fenced `kept` and the id of its clause: lower case, digits and `-`, at most 40 signs, once in the whole folder.',
  },
  K112: {
    severity: 'error',
    title: 'file',
    message: '{problem}',
    help: '{help}',
    reference:
      'A file of the folder cannot be read as it is: it is missing, too large, too deeply nested, not text, or not of the form it should have. Hostile text is refused before a parser sees it.',
  },
  K113: {
    severity: 'error',
    title: 'a later version',
    message: '{thing} comes in a later version',
    help: '{help}',
    reference: 'The language has it, this version of the compiler does not yet. Nothing is silently left out.',
  },
  K201: {
    severity: 'error',
    title: 'unknown name',
    message: 'no {kind} is called `{name}`',
    help: '{help}',
    reference: 'Every name stands in a register. The nearest name is offered.',
  },
  K202: {
    severity: 'error',
    title: 'name of another kind',
    message: '`{name}` is {kind}, not {wanted}',
    help: '{help}',
    reference: 'The name stands in a register, but not in the one this slot takes its names from.',
  },
  K203: {
    severity: 'error',
    title: 'except takes nothing',
    message: '`except {name}` takes nothing away',
    help: 'take it out, or name the larger thing it is a part of before `except`',
    reference: 'What stands after except must lie within what stands before it.',
  },
  K204: {
    severity: 'error',
    title: 'two things, one name',
    message: '`{name}` is used for two things',
    help: '{help}',
    reference:
      'A name, a bit and a label mean one thing each within their register; a group may not be called like a category.',
  },
  K205: {
    severity: 'error',
    title: 'parameter',
    message: '{problem}',
    help: '{help}',
    reference:
      'A promise says every parameter of its commitment, once, with a value of the type that the register gives it.',
  },
  K206: {
    severity: 'error',
    title: 'register entry',
    message: '{problem}',
    help: '{help}',
    reference:
      'An entry of a register lacks something it must say, says something nobody reads, or says it in another form.',
  },
  K207: {
    severity: 'error',
    title: 'retired name',
    message: '`{name}` is retired',
    help: 'choose a new name; bits, ids and retired names are never used again',
    reference: 'Old records and old choices still carry the meaning that a retired name or bit had.',
  },
  K208: {
    severity: 'error',
    title: 'translation differs',
    message: '{problem}',
    help: '{help}',
    reference:
      'A translation says the same clauses in another language: the same ids in the same files, with empty blocks. The rules are those of the statement.',
  },
  K301: {
    severity: 'error',
    title: 'no limit',
    message: 'no `keep` says until when {what} is kept for `{purpose}`',
    help: 'add `keep {category} in {product} 1 year after collection`, with the time you mean',
    reference: 'Nothing is used that no keep limits.',
  },
  K302: {
    severity: 'warning',
    title: 'never collected',
    message: '`{verb}` rules {what}, which is never collected',
    help: 'add the `collect` it needs, or take it out',
    reference: 'A permission, period or control over data that no collect opens does nothing.',
  },
  K303: {
    severity: 'error',
    title: 'collected for nothing',
    message: '{what} is collected, but no `use` may use it',
    help: 'add the `use` it is collected for, or do not collect it',
    reference: 'Nothing is collected that no purpose may use at once.',
  },
  K304: {
    severity: 'error',
    title: 'nowhere to lie',
    message: '{what} has nowhere to lie',
    help: '{help}',
    reference:
      'Each thing collected needs a store line that covers it and an entry of the register stores, at a place this line allows, that holds it.',
  },
  K305: {
    severity: 'error',
    title: 'input not usable',
    message: '`{input}` may not be used for `{purpose}`, so nothing may be made from it for that',
    help: 'add the `use` of it; where it is kept by another product, add `combine` of that product with `{product}` for `{purpose}` too',
    reference:
      'What is made needs inputs that may be used for its purpose, in the same product or in one that may be combined with it.',
  },
  K306: {
    severity: 'error',
    title: 'nobody gains',
    message: '{what} is collected, but no purpose it serves gives the person anything',
    help: 'use it for a purpose whose entry says what it `gives`, or do not collect it',
    reference: 'Each collection names what the person gets from it (PRI-04).',
  },
  K307: {
    severity: 'error',
    title: 'marketing on another basis',
    message: '`{purpose}` is direct marketing and may not rest on {basis}',
    help: 'rest it on `consent` or on `legitimate-interest`; the person may object in any case',
    reference: 'Direct marketing rests on consent or on a legitimate interest, never on a contract, a law or a task.',
  },
  K308: {
    severity: 'error',
    title: 'note without author, date or text',
    message: 'the note `{name}` says no {missing}',
    help: 'add `{missing}:`; a reason that nobody signed and dated is none',
    reference: 'Notes weigh interests and cite laws. Each says its text or citation, who wrote it and when.',
  },
  K309: {
    severity: 'error',
    title: 'purpose not shown compatible',
    message: '`{purpose}` is not what {what} was made for, and no note shows that the two go together',
    help: 'name it in the `derive`, rest it on `consent` or `law`, or add a note of kind `compatible` whose `purposes` name `{purpose}`',
    reference:
      'Data serves the purpose it was made for. Another one needs a recorded reason with its author, the person’s yes, or a law (PUR-14).',
  },
  K310: {
    severity: 'error',
    title: 'no way back',
    message: '{what} is used for `{purpose}` on {basis}, and no `offer` lets the person {act}',
    help: 'add `offer {control} of {category} on dashboard`',
    reference:
      'A consent needs an offer to withdraw it, a legitimate interest and direct marketing an offer to object.',
  },
  K311: {
    severity: 'error',
    title: 'consent alone',
    message: '{what} rests on consent alone, and its limit for `{purpose}` does not name `until withdrawal`',
    help: 'add `or until withdrawal` to its `keep`',
    reference: 'What is held on nothing but a consent leaves when the consent is withdrawn.',
  },
  K312: {
    severity: 'error',
    title: 'nobody instructs',
    message: '{what} rests on `instruction`, and nobody instructs for people under `{standing}`',
    help: 'move it to a base profile that says `while: customer` or `while: organisation-account`, add `when organisation-account`, or name the basis it does rest on',
    reference:
      'An instruction is somebody’s who runs the account: a customer, an organisation, or whoever a contract is made with. Where nobody runs it, nobody can tell us what to do, and the use has no basis (ENT-02).',
  },
  K313: {
    severity: 'warning',
    title: 'wanted on and off',
    message: 'this `{verb}` of {what} stays closed whatever a person chooses: `{choice}` must be on and off at once',
    help: 'take one of the two conditions out, or one of the inputs; what is made asks for every choice that its making and the uses of its inputs ask for',
    reference:
      'One choice is wanted on in one place and off in another, and both must hold: in one line, or because what is made keeps the conditions of what it is made from. Whatever a person chooses, it stays closed.',
  },
  K314: {
    severity: 'error',
    title: 'made about others',
    message: '{what} is made here, and `{category}` holds others than the person it was collected from',
    help: 'make data that is about the person alone, in a category of its own; or, where it is about nobody else, take `bystanders` out of the register’s entry',
    reference:
      'Whoever else appears in what somebody gave us is a bystander: nothing is derived about them. What the register marks `bystanders` comes with the person who gave it and is not made from other data.',
  },
  K401: {
    severity: 'error',
    title: 'two sentences',
    message: 'two sentences rule {what}: `{clause}` and `{other}`',
    help: '{help}',
    reference:
      'No permission outranks another. Two that rule the same thing for one purpose, hand and form are parted with except, or one of them goes.',
  },
  K402: {
    severity: 'error',
    title: 'dead by a ban',
    message: 'nothing is left of this rule: `{ban}` forbids all it allows',
    help: 'take one of the two out; a ban beats every permission',
    reference: 'A permission that a ban takes away whole is a dead promise. In part, the page prints the exception.',
  },
  K403: {
    severity: 'error',
    title: 'two periods',
    message: 'two periods for {what}: `{clause}` and `{other}`',
    help: '{help}',
    reference:
      'Each purpose of each thing has one keep. Several limits in one line are fine: the first to pass counts.',
  },
  K404: {
    severity: 'error',
    title: 'one promise, two measures',
    message: '{promise} is promised {one} and {two}',
    help: 'say one measure in both, or part them with `except`',
    reference:
      'Two offers of the same control over the same thing may add surfaces, but not two times. Two promises of one commitment say the same of it.',
  },
  K405: {
    severity: 'error',
    title: 'weaker than a contract or a duty',
    message: '{what} is weaker than {other}: {why}',
    help: '{help}',
    reference:
      'What a contract promises to all customers the statement keeps too: it forbids what the contract forbids, keeps for no longer, offers and promises as much (ENT-07). So with the commitments that the law of a place demands.',
  },
  K406: {
    severity: 'error',
    title: 'permission where only limits belong',
    message: '`{verb}` opens something, and {what} may only take away',
    help: 'keep `never`, `keep`, `offer` and `promise` here; move the permission to its base profile, or to an overlay that extends',
    reference:
      'An overlay that narrows and a contract hold never, keep, offer and promise. What they would open holds for nobody.',
  },
  K407: {
    severity: 'error',
    title: 'two bases',
    message: '{what} has two bases for `{purpose}`: {one} and {two}',
    help: 'choose one; a purpose has one basis over all hands and forms',
    reference: 'One purpose of one thing rests on one basis, whoever touches it and in whatever form.',
  },
  K408: {
    severity: 'error',
    title: 'plainer form easier to get',
    message: '{what} is easier to get {plain} than {hidden} for `{purpose}`',
    help: 'give the more identifying form at least the conditions of the other',
    reference: 'A form that hides less may not have fewer conditions than a form that hides more.',
  },
  K409: {
    severity: 'warning',
    title: 'said twice alike',
    message: '`{other}` already says this for {what}',
    help: 'take one of the two out',
    reference: 'The same permission or period stands in two clauses. It does no harm until one of them is changed.',
  },
  K501: {
    severity: 'error',
    title: 'ours with a basis',
    message: '`{recipient}` acts for us, and has no basis of its own',
    help: 'take `because` out: it may do what we may do, on our basis',
    reference: 'Vendors, subprocessors and affiliates do our work. Whether it is allowed is decided for us (SHA-06).',
  },
  K502: {
    severity: 'error',
    title: 'own without a basis',
    message: '`{recipient}` decides for itself, and no basis says why it may have this',
    help: 'add `because` and the basis: `because contract`, `because consent …`, `because law …`',
    reference: 'Whoever is not ours gets data on a basis of its own (SHA-01).',
  },
  K503: {
    severity: 'error',
    title: 'we may not ourselves',
    message: '`{recipient}` would use {what} for `{purpose}`, and no sentence lets us do so ourselves',
    help: 'add our own `use` for `{purpose}`, or take the purpose out',
    reference: 'Who acts for us may do what we may do, and no more.',
  },
  K504: {
    severity: 'error',
    title: 'not its function',
    message: '`{purpose}` is not what `{recipient}` was engaged for',
    help: 'take the purpose out, or add it to the `functions` of its entry',
    reference: 'Each who acts for us does only what it was engaged for (SUB-04).',
  },
  K505: {
    severity: 'error',
    title: 'no contract, audit or notice',
    message: '`{recipient}` gets data, and its entry says no `{missing}`',
    help: 'add `{missing}:` to its entry: where the contract or the audit stands, or the day on which people were told',
    reference:
      'Nobody works for us without a contract; a subprocessor also needs an audit, and a notice before it is listed (SHA-06, SUB-03, SUB-06).',
  },
  K506: {
    severity: 'error',
    title: 'authority without a case',
    message: '`{recipient}` is an authority, and gets this without a case',
    help: 'add `when case` and the desk that reviews demands',
    reference: 'Demands enter through one desk, and nothing is given without a case that was reviewed (GOV-01).',
  },
  K601: {
    severity: 'error',
    title: 'no mechanism',
    message: '{what} of people in `{zone}` would lie at `{place}`, and no mechanism lets it leave',
    help: 'add `under` and a mechanism from `{zone}` to `{place}` (for a recipient: in its entry), or keep it within `{zone}`',
    reference:
      'A place whose entry says `zone: true` holds back the data of the people who live there. It leaves only under a mechanism of the register that goes from there to that place (LOC-04).',
  },
  K602: {
    severity: 'warning',
    title: 'mechanism lapsed',
    message: '`{mechanism}` ended on {until}',
    help: 'name one that holds, or renew it in the register; until then nothing leaves under it',
    reference: 'A mechanism that ended lets nothing leave, whatever the sentence says; its clause is shown as lapsed.',
  },
  K603: {
    severity: 'error',
    title: 'outside a boundary, not counted',
    message: '{what} would lie at `{place}`, outside the boundary `{boundary}`, and nothing counts it',
    help: 'name a mechanism `under` which its entry says `counted: true`, or keep it inside',
    reference: 'A declared boundary has exceptions only if they are published and counted (LOC-05).',
  },
  K604: {
    severity: 'error',
    title: 'country of a recipient closed',
    message: '`{recipient}` works from `{place}`, where {what} may never lie: `{ban}`',
    help: 'share with somebody who works elsewhere, or narrow the ban',
    reference: 'What is given to a recipient lies where it works. A ban on that place closes it.',
  },
  K701: {
    severity: 'error',
    title: 'nobody can test this',
    message: 'nobody can test `{phrase}`',
    help: 'say {parameter}; or mark the clause `aim "why nobody can test it"`',
    reference:
      'Words without a parameter are not a promise. The table of such words names what each of them has to say instead.',
  },
  K702: {
    severity: 'error',
    title: 'number only on one side',
    message: '`{number}` stands only in the {side}',
    help: 'say it in the {other} too, or take it out',
    reference:
      'Every time and every ratio stands in the words and in the rules of its clause, so that a reader and the machine read the same number.',
  },
  K703: {
    severity: 'error',
    title: 'promise called information',
    message: '`{phrase}` promises or forbids something, but the clause is marked `info`',
    help: 'give it rules, or mark it `aim`, or say it without a promise',
    reference: 'Information promises nothing. It is left out of the coverage figure, so a promise may not hide in it.',
  },
  K704: {
    severity: 'warning',
    title: 'rule unnamed in the words',
    message: 'the words above name nothing that this rule is about',
    help: 'name {what} in the sentence, or move the rule under the sentence it belongs to',
    reference:
      'A reader of the sentence should find the data, the product or the purpose of each rule in it or in its heading.',
  },
  K705: {
    severity: 'error',
    title: 'short text says more',
    message: 'the short text says `{phrase}`, and no clause of its section does',
    help: 'say it in a clause with its rule, or leave it out of the short text',
    reference:
      'A short text sums up its section. It may not promise a number, or an absolute, that the section does not.',
  },
  K706: {
    severity: 'warning',
    title: 'several promises',
    message: 'the rules of `{clause}` are about {count} things that have nothing to do with one another',
    help: 'split it into a clause each, so that each can be kept or broken by itself',
    reference: 'One promise a clause is good style: the page shows one state for a clause.',
  },
  K707: {
    severity: 'warning',
    title: 'signature stale',
    message: 'the words or rules of `{clause}` changed after `{officer}` signed them',
    help: 'read them again, then run `npx kept sign {clause} --officer {officer}`',
    reference:
      'A signature says that the sentence and what was read in it agree. A change of either makes it stale, and the clause is unproven until it is signed again.',
  },
  K801: {
    severity: 'warning',
    title: 'more collected',
    message: '`{where}` collects more: {what}',
    help: '{help}',
    reference:
      'Data that was not collected, or under fewer conditions; more to guess from; a category that holds more than it said. Material until a person says otherwise, as every code of this family: an officer judges it with `kept publish`, and the reason is recorded (CHG-04).',
  },
  K802: {
    severity: 'warning',
    title: 'another purpose',
    message: '`{where}` opens a purpose: {what}',
    help: '{help}',
    reference:
      'A purpose for data that it was not open for, another hand, fewer conditions, or contexts brought together.',
  },
  K803: {
    severity: 'warning',
    title: 'another recipient',
    message: '`{where}` opens it to somebody: {what}',
    help: '{help}',
    reference: 'Somebody who did not get the data, gets it for more, or gets it under fewer conditions.',
  },
  K804: {
    severity: 'warning',
    title: 'kept longer',
    message: '`{where}` keeps longer: {what}',
    help: '{help}',
    reference:
      'A period or an event that ends later, or of which nobody can tell whether it does; copies in backups too.',
  },
  K805: {
    severity: 'warning',
    title: 'weaker control or promise',
    message: '`{where}` promises less: {what}',
    help: '{help}',
    reference:
      'A control that is gone, reaches less far or takes longer; no more objecting; a commitment with a weaker parameter.',
  },
  K806: {
    severity: 'warning',
    title: 'ban gone',
    message: '`{where}` forbids less: {what}',
    help: '{help}',
    reference: 'A ban that is gone, holds less often or closes less, on data that nobody collects too.',
  },
  K807: {
    severity: 'warning',
    title: 'another basis, or a consent that reaches further',
    message: '`{where}` rests on something else: {what}',
    help: '{help}',
    reference:
      'Another legal basis or note, a consent fewer, a choice that is on by itself or is asked in other words.',
  },
  K808: {
    severity: 'warning',
    title: 'another place',
    message: '`{where}` opens a place: {what}',
    help: '{help}',
    reference: 'A place where the data could not lie, or a way to it without the mechanism that it needed.',
  },
  K901: {
    severity: 'error',
    title: 'no probe',
    message: '`{commitment}` is said to be tried by a probe, and there is none for it',
    help: 'name in its `enforced-by` the desk that answers for it, or take `probe` out',
    reference:
      'A commitment whose entry says `enforced-by: probe` is promised, and no probe of this program tries it: nobody could ever show that it is kept. Of the other rules each has its probe.',
  },
  K902: {
    severity: 'warning',
    title: 'bare clause',
    message: 'no rule, `aim` or `info` stands under these words',
    help: 'add a block fenced `kept` and an id; until then the page shows the clause as unproven',
    reference: 'Text without rules counts in the coverage figure, as not kept.',
  },
  K903: {
    severity: 'warning',
    title: 'row no sentence covers',
    message:
      'no sentence collects `{category}` in `{product}` from `{origin}`, so all that comes at `{path}` is refused',
    help: 'add the sentence and its `collect`, name another category or origin, or write `nothing`',
    reference:
      'A row of the register sources says which data a property of an event is. Where no collect opens that data, it is never stored, and each such property is a finding.',
  },
  K904: {
    severity: 'error',
    title: 'rule no system carries out',
    message: '`{commitment}` is said to be carried out by the system, and no part of it does',
    help: 'name in its `enforced-by` the desk where people carry it out, or say it as an `aim`',
    reference:
      'A commitment whose entry says `enforced-by: system` is promised, and nothing in this program does what it says by itself. What people do stands at a desk.',
  },
  K905: {
    severity: 'error',
    title: 'column without category and purpose',
    message: '`{column}` looks like {kind}, and nothing says which data it is and what it is for',
    help: 'write `-- personal: {category} for {purpose}` behind it, with a sentence that says so; or drop the column; or write `-- not personal: why`',
    reference:
      'A column of a schema that looks personal says, in a comment on its line, which category of the statement it holds and what it is used for. Asked for by `kept check --schema`.',
  },
  K906: {
    severity: 'error',
    title: 'column no rule covers',
    message: '{problem}',
    help: '{help}',
    reference:
      'What a column says it holds must be collected by a sentence of the statement, and used for the purpose it names.',
  },
} as const satisfies Record<string, Entry>

/** A code of the table. */
type Code = keyof typeof diagnosticsTable

type Holes<T extends string> = T extends `${string}{${infer Hole}}${infer Rest}` ? Hole | Holes<Rest> : never

/** What must be told when a code is raised: a text for each hole in its message and help. */
type Details<C extends Code> = Readonly<
  Record<Holes<(typeof diagnosticsTable)[C]['message']> | Holes<(typeof diagnosticsTable)[C]['help']>, string>
>

/** Another place that belongs to a diagnostic: the other sentence, the ban, the first definition. */
interface Related {
  readonly at: Span
  readonly message: string
}

/** What a phase raised: a code at a place. */
export interface Raised {
  readonly code: Code
  readonly at: Span
  readonly details: Readonly<Record<string, string>>
  readonly related: readonly Related[]
}

/** Raises one code at a place. Every phase is handed one; the details it needs are checked by its type. */
export type Raise = <C extends Code>(code: C, at: Span, details: Details<C>, related?: readonly Related[]) => void

/** A diagnostic as everybody outside sees it: message and help filled in, with the line it stands on. */
export interface Diagnostic {
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly help: string
  readonly file: string
  readonly line: number
  readonly column: number
  readonly length: number
  /** the line itself */
  readonly source: string
  readonly related: readonly {
    readonly file: string
    readonly line: number
    readonly column: number
    readonly length: number
    readonly source: string
    readonly message: string
  }[]
}

/** Collects what the phases raise; the same code at the same place with the same details is kept once. */
export function collectRaised(): { readonly raised: readonly Raised[]; readonly raise: Raise } {
  const raised = new Map<string, Raised>()
  return {
    get raised() {
      return [...raised.values()]
    },
    raise: (code, at, details, related = []) => {
      const key = JSON.stringify([code, at, details])
      if (!raised.has(key)) raised.set(key, { code, at, details, related })
    },
  }
}

/** The words of a code with its details filled in, where there is no line of a file to point at. */
export function wordsOf<C extends Code>(
  code: C,
  details: Details<C>,
): Pick<Diagnostic, 'severity' | 'message' | 'help'> {
  const { severity, message, help } = diagnosticsTable[code]
  return { severity, message: fill(message, details), help: fill(help, details) }
}

/** Fills in words and source lines, in the order of files and places. */
export function toDiagnostics(
  raised: readonly Raised[],
  files: Readonly<Record<string, string>>,
): readonly Diagnostic[] {
  const lines = new Map(Object.entries(files).map(([file, text]) => [file, text.split(/\r?\n/)]))
  const placed = ({ file, line, column, length }: Span) => {
    const source = (lines.get(file)?.[line - 1] ?? '').slice(0, sourceLengthMax)
    return { file, line, column, length: Math.max(1, Math.min(length, source.length - column + 1)), source }
  }
  return raised
    .map(({ code, at, details, related }) => {
      const { severity, message, help } = diagnosticsTable[code]
      return {
        code,
        severity,
        message: fill(message, details),
        help: fill(help, details),
        ...placed(at),
        related: related.map((other) => ({ ...placed(other.at), message: other.message })),
      }
    })
    .toSorted((a, b) => order(a.file, b.file) || a.line - b.line || a.column - b.column || order(a.code, b.code))
}

const sourceLengthMax = 400

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function fill(template: string, details: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{([a-z]+)\}/g, (hole, name: string) => details[name] ?? hole)
}

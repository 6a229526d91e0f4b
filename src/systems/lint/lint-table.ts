// The one table of everything the lint can say (docs/spec/lint.md). Checks raise a code at a place; message, help and the reference page
// come from here alone. Codes are the contract; wording is for people. L1: the text. L2: the schema against the text. L3: the reading.

/** How much a finding matters: an error contradicts or cannot be read, a warning leaves a hole, a note helps. */
export type Severity = 'error' | 'warning' | 'note'

interface Entry {
  readonly severity: Severity
  readonly title: string
  readonly message: string
  /** what to do */
  readonly help: string
  /** why it matters, for the reference page and for SARIF */
  readonly reference: string
}

/** A phrase without its parameter: one row of the words that nobody can test. */
const untestable = (title: string, parameter: string, reference: string): Entry => ({
  severity: 'warning',
  title,
  message: 'nobody can test `{phrase}`',
  help: `say ${parameter}`,
  reference,
})

/** Every code with its words. `{name}` is filled in from the details given when it is raised. */
export const lintTable = {
  L101: untestable('no end', 'a period or the event that ends it, for each kind of data and purpose: “for 18 months after you searched”', 'A time that nobody can count never ends. “As long as necessary” needs a period or an end event.'),
  L102: untestable('no size', 'the largest share and the longest length: “at most 1 search in 1,000, 30 seconds each”', 'A sample without a share may be everything.'),
  L103: untestable('no law', 'which law, with its citation: “Fiscal Code, section 147”', 'A law that is not named cannot be looked up: say which one, for which country.'),
  L104: untestable('no deadline', 'a number of days: “within 3 days”', 'A time without a number is kept by any time.'),
  L105: untestable('no method', 'the method, its parameter and how it was tested: “we drop the last 8 bits of the address”', 'Taking the name away is no proof that nobody is found again. Name the method and the test.'),
  L106: untestable('no list', 'the whole list', '“Some”, “such as” and “may include” leave open what else. A list that ends can be checked.'),
  L107: untestable('no measure', 'the algorithm, the key length, the number: “AES-256-GCM”', 'Praise is no measure. Name what protects the data, with its parameters.'),
  L108: untestable('no table of purposes', 'the purposes by name, and why each one goes with the first', 'What is compatible with what is a decision. Write it down as a table.'),
  L109: untestable('no reason', 'which reason is written down, and who approves it', 'A belief is tested by a written reason and a person who answers for it.'),
  L110: untestable('no rule of change', 'which changes these are, and how many days before they count', 'Whether a change is material decides who is told. Say which changes are.'),
  L111: untestable('no audit', 'which audit, its date, its scope and until when it is valid', 'An audit is a document with a date, a scope and an end.'),
  L112: untestable('no certificate', 'the certificate, its number and its dates', 'Taking part in a framework has a beginning and an end, and a list that says so.'),
  L113: {
    severity: 'error',
    title: 'a framework that ended',
    message: '`{phrase}` ended: the European Court of Justice struck it down on {day} ({ruling})',
    help: 'name what transfers rest on today, or take the sentence out',
    reference: 'Safe Harbour ended in 2015 and the EU–US Privacy Shield in 2020. A promise that rests on either has lapsed.',
  },
  L114: untestable('no names', 'who they are, by name or by a list that a reader can open', 'A recipient that has no name cannot be asked, and cannot be tested.'),
  L115: {
    severity: 'note',
    title: 'not always',
    message: '`{phrase}` says that it is not always so',
    help: 'say what always holds, and name the exceptions',
    reference: 'A promise that mostly holds is kept whatever happens.',
  },
  L121: {
    severity: 'note',
    title: 'number in words only',
    message: '`{phrase}` stands in words only',
    help: 'write `{digits}`, so that a reader finds it and a machine can compare it',
    reference: 'Numbers in figures are found, compared and tested. In a statement of ours the rule below the sentence says the same number.',
  },
  L131: {
    severity: 'error',
    title: 'shared and never shared',
    message: '{what}: never {verb} in this sentence, but {verb} in another',
    help: 'keep one of the two sentences; if the second is an exception, say so in the first',
    reference: 'One sentence says that something is never shared, sold or passed on, another one that it is.',
  },
  L132: {
    severity: 'error',
    title: 'collected and never collected',
    message: '{what}: never {verb} in this sentence, but {verb} in another',
    help: 'keep one of the two sentences; if the second is an exception, say so in the first',
    reference: 'One sentence says that something is not collected, kept or used at all, another one that it is.',
  },
  L133: {
    severity: 'error',
    title: 'two periods',
    message: 'the text keeps {what} for {one} and for {two}',
    help: 'say one period, or say what tells the two apart',
    reference: 'Two sentences name different periods for the same thing and nothing that tells them apart.',
  },
  L134: {
    severity: 'error',
    title: 'used and never used',
    message: '{what}: never used for {purpose} in this sentence, but used for it in another',
    help: 'keep one of the two sentences; if the second is an exception, say so in the first',
    reference: 'One sentence closes a purpose for something, another one opens it.',
  },
  L201: {
    severity: 'warning',
    title: 'no sentence covers this column',
    message: '`{column}` looks like {kind}, and no sentence speaks of it',
    help: 'say in the text that you keep {kind}, what for and how long; or drop the column; or write `-- not personal: why` behind it',
    reference: 'The schema keeps something about people that the text does not mention.',
  },
  L202: {
    severity: 'warning',
    title: 'no sentence covers this sensitive column',
    message: '`{column}` looks like {kind}, and no sentence speaks of it',
    help: 'say in the text that you keep {kind}, what for, how long and who sees it; or drop the column; or write `-- not personal: why` behind it',
    reference: 'As L201, of what opens an account, a purse or a door: in wrong hands it does harm by itself.',
  },
  L203: {
    severity: 'error',
    title: 'no sentence covers this column of a special category',
    message: '`{column}` looks like {kind}, which the law protects specially, and no sentence speaks of it',
    help: 'name the consent or the law that allows it (GDPR Art. 9 and 10) in the text; or drop the column; or write `-- not personal: why` behind it',
    reference: 'As L201, of health, belief, origin, opinion, union, sex life, biometry or crime: forbidden unless a reason of the law is named.',
  },
  L204: {
    severity: 'error',
    title: 'a column holds what the text says is never collected',
    message: '`{column}` looks like {kind}, and the text says that it is not {verb}',
    help: 'drop the column or change the sentence; or write `-- not personal: why` behind the column',
    reference: 'The text promises not to collect or keep something, and the schema has a place for it.',
  },
  L301: {
    severity: 'error',
    title: 'not text',
    message: '{problem}',
    help: '{help}',
    reference: 'The file is not UTF-8 text, or signs stand in it that no text has. It was not read.',
  },
  L302: {
    severity: 'error',
    title: 'too large',
    message: '{problem}',
    help: '{help}',
    reference: 'The file, or one thing in it, is larger than the lint takes.',
  },
  L303: {
    severity: 'error',
    title: 'not closed',
    message: 'a {what} begins here, and nothing closes it: what follows was not read',
    help: 'close it with `{mark}`; if it is closed, the file may be in another dialect: name it with `--dialect`',
    reference: 'A quote, a comment, the data of a `copy` or the body of a routine is opened and never closed.',
  },
  L304: {
    severity: 'note',
    title: 'not understood',
    message: 'not understood: {what}',
    help: 'look at it yourself: no column of it was checked',
    reference: 'A statement, or a part of one, that makes or changes a table in a way the lint cannot read. Nothing else of the file is affected.',
  },
  L305: {
    severity: 'warning',
    title: 'no table',
    message: 'no `create table` stands in this file',
    help: 'give the file that makes the tables: `pg_dump --schema-only`, `mysqldump --no-data` or `sqlite3 FILE .schema`',
    reference: 'There was nothing to compare the text with.',
  },
  L306: {
    severity: 'warning',
    title: 'no words',
    message: 'no sentence stands in this file',
    help: 'give the file of your privacy text, in Markdown or plain text',
    reference: 'There was nothing to read.',
  },
  L307: {
    severity: 'warning',
    title: 'language not read',
    message: 'the text reads like {language}: {consequence}',
    help: 'give the English text too, if there is one',
    reference: 'Words that nobody can test, numbers and contradictions are known in English only. Whether a sentence speaks of a column is also known in German, French, Spanish and Portuguese.',
  },
  L308: {
    severity: 'note',
    title: 'cut',
    message: '{count} more findings are not shown',
    help: 'mend the first ones and run it again',
    reference: 'So many findings that nobody would read them.',
  },
  L309: {
    severity: 'error',
    title: 'SQL in place of the text',
    message: 'this is SQL; the privacy text comes first',
    help: 'say `{call}`',
    reference: 'The file named as the privacy text is SQL: the text was forgotten, or the two were named in the wrong order. Nothing was compared.',
  },
  L310: {
    severity: 'error',
    title: 'no privacy text',
    message: 'this is {what}, not a privacy text',
    help: 'give the file of your privacy text, in Markdown, HTML or plain text',
    reference: 'The file named as the privacy text is one for machines: settings, data or code. Its words are no sentences to anybody; nothing was read or compared.',
  },
} as const satisfies Record<string, Entry> // prettier-ignore

/** A code of the table. */
export type LintCode = keyof typeof lintTable

// Sentences that nobody can test, each with the parameter it lacks (docs/spec/lint.md). A row finds its words; what stands beside them may
// give the parameter after all, or show that they promise nothing. The words are English.

import { finding, type Finding } from './findings.ts'
import { lintTable, type LintCode } from './lint-table.ts'
import type { Prose, Sentence } from './prose.ts'
import { citesLaw, periodsIn, sharesInWords } from './quantities.ts'

interface Row {
  readonly code: LintCode
  readonly words: RegExp
  readonly confidence: number
  /** whether the clause around it gives the parameter, or says something else */
  readonly unless: (clause: string, phrase: string) => boolean
}

const never = (): boolean => false
const saysPeriod = (sentence: string): boolean => periodsIn(sentence).length > 0
const aboutUs = /\b(?:we|our|us|your|data|information|details|partners?|providers?)\b/i

/** Closes what follows it: `they may not use it for …` */
const negated = /\b(?:never|not|nor|neither|nobody|no one|cannot|no longer|prohibit\w*|forbid\w*)\b|n[’']t\b/i

const row = (code: LintCode, words: string, confidence: number, unless: Row['unless'] = never): Row => ({
  code,
  words: new RegExp(`\\b(?:${words})\\b`, 'gi'),
  confidence,
  unless,
})

const rows: readonly Row[] = [
  row('L101', '(?:for )?as long as (?:is |it is |they are |we )?(?:reasonably |strictly )?(?:necessary|needed|required|need)(?: it| them)?|(?:(?:no|not|never|for|any) )?longer than (?:it is |they are |is |are |we )?(?:reasonably |strictly |absolutely |really )?(?:necessary|needed|required|need)(?: it| them)?|(?:until|as soon as|once|when|after) (?:(?:it|they|this|these|the (?:data|information)|your (?:\\w+ )?\\w+) (?:is|are) )?no longer (?:reasonably |strictly |really )?(?:necessary|needed|required)|(?:until|as soon as|once|when) we no longer (?:need|require) (?:it|them|this|these|your \\w+)', 0.95, saysPeriod),
  row('L102', 'small samples?|short snippets?|(?:a|random) samples?|(?:a )?small (?:number|portion|part|percentage)|limited (?:number|amount|extent)', 0.85, (clause) => /\d/.test(clause) || sharesInWords(clause).length > 0),
  row('L103', '(?:where|when|if|as|to the extent|unless) (?:it is |we are )?(?:otherwise )?(?:required|permitted|allowed|obliged)(?: to do so)? (?:by|under) (?:the )?(?:applicable |local )?(?:laws?|regulations?)|applicable (?:privacy |data protection )?(?:laws?|regulations?|legislation)|as (?:required|permitted) by law', 0.9, citesLaw),
  row('L104', 'promptly|regularly|periodically|from time to time|timely(?: manner)?|in due course|as (?:soon|quickly) as (?:reasonably )?(?:possible|practicable)|without undue delay|within a reasonable (?:time|period)', 0.85, (clause, phrase) => saysPeriod(clause) || !aboutUs.test(clause) || /^time to time$/.test(phrase)),
  row('L105', 'anonymi[sz](?:e|ed|es|ing|ation)|anonymous(?: form| data| information)|de-?identif(?:y|ied|ies|ication)|pseudonymi[sz](?:e|ed|ation)|aggregated? (?:and |or )?(?:anonym\\w+ )?(?:data|information|form)', 0.8, (clause) => /\b(?:by (?:removing|replacing|dropping|hashing|truncating|cutting)|k ?= ?\d|at least \d+ (?:people|persons|users)|differential privacy|the last \d+|groups? of (?:at least )?\d+)/i.test(clause)),
  row('L106', 'some|certain|(?<!how )(?<!as )(?<!so )many|various|several|(?:may|can|might) include|including(?:,)? (?:but )?(?:not limited to|without limitation)|such as|and so on|et cetera|etc|among other things|and similar|or similar|other (?:data|information|details)', 0.7, (clause, phrase) => !aboutUs.test(clause) || /^\s*(?:you (?:can|may)|if you)\b/i.test(clause) || /^certain$/i.test(phrase) && /\bcertain that\b/i.test(clause) || /^(?:some|several|certain|various|many)$/i.test(phrase) && /:|\bnamely\b/.test(clause)),
  row('L107', 'state[- ]of[- ]the[- ]art|rigorous(?:ly)?|(?:industry|bank|military)[- ](?:standard|grade|leading)|industry best|best[- ]practices?|highest standards?|(?:appropriate|reasonable|adequate|suitable|strong|robust|strict)(?:,? (?:and )?(?:technical|organi[sz]ational|administrative|physical|security|commercial|safety|encryption|industry))*(?: (?:and|or) (?:technical|organi[sz]ational|administrative|physical|appropriate))* (?:security|measures?|safeguards?|controls?|encryption|protections?|steps|precautions)', 0.85, (clause) => /\b(?:AES|ChaCha20|RSA|TLS ?1|SHA-?\d|Argon2|bcrypt|scrypt|ISO(?:\/IEC)? ?\d|\d{3,4}[- ]bits?)\b/i.test(clause)),
  row('L108', '(?:compatible|related|similar|legitimate business|other business|any other|internal) purposes?', 0.85, (clause, phrase) => /^any other/i.test(phrase) && negated.test(clause.slice(0, clause.indexOf(phrase)))),
  row('L109', 'good[- ]faith(?: belief)?|(?:reasonably )?believe (?:in good faith|it is (?:necessary|appropriate))|at our (?:sole )?discretion', 0.85, (clause) => /\bapproved by\b/i.test(clause)),
  row('L110', '(?:material|significant|substantial|important|major)(?:ly)? (?:changes?|updates?|changed|revisions?|amendments?)', 0.85, (clause) => /:|\bnamely\b|\bthat is\b/.test(clause)),
  row('L111', '(?:independently |externally |regularly )?(?:audited|certified)', 0.75, (clause) => /\b(?:19|20)\d\d\b|\bISO(?:\/IEC)? ?\d|\bSOC ?\d/i.test(clause) || /\bcertified (?:mail|copy|copies|translation|letter)\b/i.test(clause)),
  row('L112', '(?:participates?|takes? part|is enrolled|self-certif(?:y|ies|ied)|certif(?:y|ies|ied)|adheres?|compl(?:y|ies)) (?:in|to|with|under) (?:the |its )?(?:[A-Z][\\w.-]*[ -]){1,6}(?:Framework|Principles|Programme|Program|Seal)', 0.85, (clause) => /\b(?:19|20)\d\d\b/.test(clause)),
  row('L114', '(?:trusted|selected|carefully selected|business|marketing|advertising|commercial|other|our|third[- ]party)(?: (?:business|marketing|advertising|third[- ]party))? partners|trusted (?:third parties|providers|vendors)|(?:other|selected|affiliated|certain|associated) (?:companies|organi[sz]ations|businesses|parties|entities)|(?:our|other) affiliates', 0.8, (clause) => /:|\bnamely\b|\blisted (?:below|here|in|on)\b|\(/.test(clause) || /\b(?:never|not|nobody|no)\b/i.test(clause)),
  row('L115', 'generally|usually|typically|normally|in most cases|where(?:ver)? (?:possible|practicable|feasible|appropriate)|(?:we )?(?:try|strive|aim|endeavou?r|seek) to|best efforts|as little as(?: possible)?', 0.7, (clause) => !/\b(?:we|our|us)\b/i.test(clause)),
] // prettier-ignore

const ended: readonly (readonly [words: RegExp, day: string, ruling: string])[] = [
  [/\bSafe Harbou?r\b/gi, '6 October 2015', 'C-362/14'],
  [/\bPrivacy Shield\b/gi, '16 July 2020', 'C-311/18'],
]

/** Finds the sentences of a text that nobody can test. Headings promise nothing. */
export function findUntestable(prose: Prose): readonly Finding[] {
  return prose.sentences.flatMap((sentence) =>
    sentence.kind === 'heading' ? [] : [...untestableIn(sentence, prose), ...endedIn(sentence, prose)],
  )
}

function untestableIn(sentence: Sentence, prose: Prose): readonly Finding[] {
  const found = rows.flatMap(({ code, words, confidence, unless }) =>
    [...sentence.text.matchAll(words)]
      .filter((match) => !unless(clauseAround(sentence.text, match.index), match[0]))
      .map((match) => ({ code, confidence, phrase: match[0], at: match.index, end: match.index + match[0].length })),
  )
  // of two that overlap the longer says more: `certain third-party partners`
  const telling = found.filter(
    (one) =>
      !found.some(
        (other) => other !== one && other.at < one.end && one.at < other.end && other.end - other.at > one.end - one.at,
      ),
  )
  return telling.map(({ code, confidence, phrase, at }) =>
    finding(code, prose.spot(sentence, at, phrase.length), {
      details: { phrase: flat(phrase) },
      reason: lintTable[code].reference,
      confidence,
    }),
  )
}

const clauseEnds = /;|,?\s+but\s|,\s+and\s+(?!(?:at most|no longer|not longer|never longer|no later)\b)/gi

/** The clause of a sentence around an offset: the parameter stands beside its words, not at the other end. */
function clauseAround(sentence: string, at: number): string {
  const ends = [...sentence.matchAll(clauseEnds)].map(({ index }) => index)
  return sentence.slice(
    ends.findLast((end) => end <= at) ?? 0,
    ends.find((end) => end > at),
  )
}

/** Frameworks that courts have ended, unless the sentence says so itself. */
function endedIn(sentence: Sentence, prose: Prose): readonly Finding[] {
  if (/\b(?:no longer|invalid\w*|struck|ended|expired|former|not)\b/i.test(sentence.text)) return []
  return ended.flatMap(([words, day, ruling]) =>
    [...sentence.text.matchAll(words)].map((match) =>
      finding('L113', prose.spot(sentence, match.index, match[0].length), {
        details: { phrase: flat(match[0]), day, ruling },
        reason: 'the court’s ruling says so',
        confidence: 0.95,
      }),
    ),
  )
}

/** Numbers that stand in words only. */
export function findNumbersInWords(prose: Prose): readonly Finding[] {
  return prose.sentences.flatMap((sentence) => {
    const periods = periodsIn(sentence.text).filter(
      ({ inWords, at, said }) => inWords && !isAge(sentence.text, at, said),
    )
    return [...periods, ...sharesInWords(sentence.text)].map(({ said, digits, at }) =>
      finding('L121', prose.spot(sentence, at, said.length), {
        details: { phrase: flat(said), digits },
        reason: 'no figure stands beside the words',
        confidence: 0.95,
      }),
    )
  })
}

/** Somebody’s age is no period that anything is kept for. */
function isAge(text: string, at: number, said: string): boolean {
  return /\b(?:aged?|under|over|of)\s*$/i.test(text.slice(Math.max(0, at - 8), at)) || /^\s+(?:old|of age)\b/i.test(text.slice(at + said.length, at + said.length + 8)) // prettier-ignore
}

function flat(phrase: string): string {
  return phrase.replaceAll(/\s+/g, ' ')
}

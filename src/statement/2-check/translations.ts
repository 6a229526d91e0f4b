// Translations: the same clauses in another language, words only. The rules, the signatures and the states are those of the folder's own.

import { nearest } from '../../base/index.ts'
import type { ParsedFolder, ParsedTranslation } from '../1-parse/folder.ts'
import type { Raise, Span } from '../diagnostics.ts'
import { checkLabels } from './labels.ts'
import type { Registers } from './registers.ts'

/** K208: a translation has every clause of the folder, under its id and in its file, and no other; its language is one of the organisation's. */
export function checkTranslations(folder: ParsedFolder, registers: Registers, raise: Raise): void {
  for (const translation of folder.translations) {
    checkLanguage(translation, registers, raise)
    checkClauses(translation, folder, raise)
    checkLabels(translation, registers, raise)
  }
}

function checkLanguage({ language, clauses }: ParsedTranslation, { organisation }: Registers, raise: Raise): void {
  const [own, ...others] = organisation.languages
  if (others.includes(language)) return
  const at = clauses[0]?.span ?? { file: `translations/${language}/statement.md`, line: 1, column: 1, length: 1 }
  raise('K208', start(at), {
    problem: language === own ? `\`${language}\` is the language of the statement itself` : `\`${language}\` is no language of the organisation`,
    help: language === own ? 'take the folder out' : 'add it to `languages` of the register `organisation`, after the statement’s own',
  }) // prettier-ignore
}

function start({ file }: Span): Span {
  return { file, line: 1, column: 1, length: 1 }
}

function checkClauses({ language, clauses }: ParsedTranslation, folder: ParsedFolder, raise: Raise): void {
  const originals = new Map(folder.clauses.map((clause) => [clause.id, clause]))
  const ids = new Set(clauses.map(({ id }) => id))
  for (const { id, span, words, block } of clauses) {
    const original = originals.get(id)
    if (!original) {
      const meant = nearest(id, [...originals.keys()])
      const problem = block ? `the statement has no clause \`${id}\`` : 'the statement has no bare clause here'
      raise('K208', span, { problem, help: meant && block ? `did you mean \`${meant}\`?` : 'translate each clause once, in its own order, under its own id' }) // prettier-ignore
    } else if (`translations/${language}/${original.span.file}` !== span.file)
      raise('K208', span, {
        problem: `\`${id}\` is translated in another file than it stands in`,
        help: `move it to \`translations/${language}/${original.span.file}\``,
      })
    else if ((original.words.kind === 'table') !== (words.kind === 'table'))
      raise('K208', span, {
        problem: `\`${id}\` is ${original.words.kind === 'table' ? 'a table' : 'no table'} in the statement`,
        help: 'give the translation the same form',
      })
  }
  const first = clauses[0]?.span
  for (const { id, span } of folder.clauses)
    if (!ids.has(id))
      raise('K208', first ? start(first) : { file: `translations/${language}/statement.md`, line: 1, column: 1, length: 1 }, {
        problem: `\`${id}\` is not translated into \`${language}\``,
        help: `translate it in \`translations/${language}/${span.file}\`, with an empty block of its id`,
      }, [{ at: span, message: 'the clause' }]) // prettier-ignore
}

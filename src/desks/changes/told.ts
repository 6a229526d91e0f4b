// Which notes people were really told of. A note of kind `compatible` opens older data only where people were told of it (law 8), and people
// are told by this desk: when it publishes a version that binds later. So a day that a note claims is held to the days of these notices.

import { Failure } from '../../base/index.ts'
import { isNoteAbout, type Note, type Policy, type Version } from '../../policy/index.ts'

/** The publishing at hand. */
export interface Announcing {
  readonly at: Date
  /** whether it is material, so that a notice goes out with it; null: it is not published yet, and may be later */
  readonly isAnnounced: boolean | null
}

/** Whether a policy has a note that people are said to have been told of. */
export function saysTold({ notes }: Pick<Policy, 'notes'>): boolean {
  return notes.some(({ kind, told }) => kind === 'compatible' && told !== undefined)
}

/**
 * Refuses a policy one of whose notes says that people were `told` on a day on which no notice of it went out: neither with an older version
 * that had the note, as wide, nor with this one. The first version ever is everybody's own notice. Throws `notice_missing`.
 */
export function refuseUntold(
  policy: Groups & Pick<Policy, 'notes'>,
  versions: readonly Version[],
  { at, isAnnounced }: Announcing,
): void {
  if (versions.length === 0) return
  const today = dayOf(at)
  for (const note of policy.notes) {
    if (note.kind !== 'compatible' || note.told === undefined) continue
    const days = noticesOf(policy, note, versions)
    const isNow = isAnnounced === null ? note.told >= today : isAnnounced && note.told === today
    if (!isNow && !days.includes(note.told)) throw new Failure('notice_missing', { note: note.name, told: note.told, notices: days }) // prettier-ignore
  }
}

/** The days on which a notice went out with a version that had this note, showing at least as much. */
function noticesOf(policy: Groups, note: Note, versions: readonly Version[]): readonly string[] {
  return versions
    .filter(({ version, publishedAt, effectiveAt }) => version === versions[0]?.version || effectiveAt > publishedAt)
    .filter(({ policy: older }) =>
      older.notes.some(
        (one) => one.name === note.name && one.kind === note.kind && isAsWide([older, one], [policy, note]),
      ),
    ) // prettier-ignore
    .map(({ publishedAt }) => dayOf(publishedAt))
}

type Groups = Pick<Policy, 'groups'>
type Told = Groups & Pick<Policy, 'categories'>

/** Whether an older note was about all data that its version knew and the newer is about: a group may have grown since. */
function isAsWide([told, older]: readonly [Told, Note], [says, note]: readonly [Groups, Note]): boolean {
  const holds = (all: readonly string[] = [], some: readonly string[] = []): boolean => some.every((name) => all.includes(name)) // prettier-ignore
  const isAboutAsMuch = told.categories.every(({ name }) => !isNoteAbout(says, note, name) || isNoteAbout(told, older, name)) // prettier-ignore
  return holds(older.purposes, note.purposes) && holds(older.with, note.with) && isAboutAsMuch
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}

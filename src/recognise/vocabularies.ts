// Kinds whose values are a few words: a column that holds nothing but them is of that kind. They say nothing in a text.

/** A kind whose values are words of a short list, in any capitals. */
export interface Vocabulary {
  readonly name: string
  readonly kind: string
  readonly weight: number
  readonly isValid: (value: string) => boolean
}

const oneOf = (words: string): ((value: string) => boolean) => {
  const known = new Set(words.split(', '))
  return (value) => known.has(value.toLowerCase())
}

export const vocabularies: readonly Vocabulary[] = [
  { name: 'gender-words', kind: 'gender', weight: 0.85, isValid: oneOf('male, female, non-binary, nonbinary, transgender, männlich, weiblich, divers, homme, femme, hombre, mujer, masculin, féminin, masculino, femenino, feminino, maschio, femmina, man, woman') },
  { name: 'marital-words', kind: 'marital-status', weight: 0.85, isValid: oneOf('single, married, divorced, widowed, separated, ledig, verheiratet, geschieden, verwitwet, célibataire, marié, mariée, divorcé, divorcée, veuf, veuve, soltero, soltera, casado, casada, divorciado, divorciada, viudo, viuda, civil partnership') },
  { name: 'religion-words', kind: 'religion', weight: 0.85, isValid: oneOf('christian, christianity, catholic, roman catholic, protestant, orthodox, muslim, islam, jewish, judaism, hindu, hinduism, buddhist, buddhism, sikh, atheist, agnostic, evangelisch, katholisch, römisch-katholisch, muslimisch, jüdisch, konfessionslos, catholique, musulman, católico, católica') },
  { name: 'blood-groups', kind: 'health', weight: 0.85, isValid: (value) => /^(?:A|B|AB|O|0)\s?(?:Rh\s?)?[+-]$/i.test(value) },
] // prettier-ignore

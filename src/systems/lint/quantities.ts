// Numbers in a text: periods of time in figures or in words, as amounts that can be compared.

/** A period as it stands in a text. */
export interface SaidPeriod {
  /** equal for equal amounts: `12 month` for a year */
  readonly key: string
  readonly said: string
  /** the same in figures: `18 months` */
  readonly digits: string
  readonly inWords: boolean
  /** offset in the text searched */
  readonly at: number
}

const ones = 'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ') // prettier-ignore
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']

const numberWords: ReadonlyMap<string, number> = new Map([
  ...ones.map((word, i) => [word, i + 1] as const),
  ...tens.flatMap((ten, i) => [[ten, (i + 2) * 10] as const, ...ones.slice(0, 9).map((one, j) => [`${ten}-${one}`, (i + 2) * 10 + j + 1] as const)]),
  ['hundred', 100], ['a hundred', 100], ['one hundred', 100], ['a thousand', 1000],
]) // prettier-ignore

const wordPattern = [...numberWords.keys()].toSorted((a, b) => b.length - a.length).join('|')
const units = 'second|minute|hour|day|week|month|year'
/** A number in figures or words, the figures in brackets that lawyers repeat, and a unit of time. */
const periodPattern = new RegExp(`\\b(\\d{1,6}|${wordPattern})(\\s+\\(\\d{1,6}\\))?(?:\\s+|-)(?:(?:calendar|business|working|full|consecutive)\\s+)?(${units})s?\\b`, 'gi') // prettier-ignore

const sameAs: Readonly<Record<string, readonly [factor: number, unit: string]>> = {
  second: [1, 'second'], minute: [60, 'second'], hour: [3600, 'second'], day: [86_400, 'second'], week: [604_800, 'second'], month: [1, 'month'], year: [12, 'month'],
} // prettier-ignore

/** Every period of time that a text says. */
export function periodsIn(text: string): readonly SaidPeriod[] {
  return [...text.matchAll(periodPattern)].map((found) => {
    const [said, number = '', repeated, unit = ''] = found
    const count = numberWords.get(number.toLowerCase()) ?? Number(number)
    const [factor, smaller] = sameAs[unit.toLowerCase()] ?? [1, unit]
    const digits = `${count} ${unit.toLowerCase()}${count === 1 ? '' : 's'}`
    return {
      key: `${count * factor} ${smaller}`,
      said,
      digits,
      inWords: !/^\d/.test(number) && repeated === undefined,
      at: found.index,
    }
  })
}

const sharePattern = new RegExp(`\\b(${wordPattern})\\s+per\\s?cent\\b|\\b(${wordPattern})\\s+in\\s+(?:a\\s+)?(${wordPattern})\\b(?!\\s+(?:${units}))`, 'gi') // prettier-ignore

/** Shares in words: `ten percent`, `one in a thousand`, with the same in figures. */
export function sharesInWords(
  text: string,
): readonly { readonly said: string; readonly digits: string; readonly at: number }[] {
  const count = (word: string): number =>
    numberWords.get(word.toLowerCase()) ?? numberWords.get(`a ${word.toLowerCase()}`) ?? 0
  return [...text.matchAll(sharePattern)].map((found) => {
    const [said, percent, part = '', whole = ''] = found
    return {
      said,
      at: found.index,
      digits: percent === undefined ? `${count(part)} in ${count(whole)}` : `${count(percent)} %`,
    }
  })
}

/** Whether a text names a law by a number: `Art. 6`, `section 147`, `Regulation 2016/679`. */
export function citesLaw(text: string): boolean {
  return /\b(?:art(?:icle|s|icles)?\.?|sec(?:tion|tions)?\.?|act|code|regulation|directive|law|statute|chapter)\s+(?:\([A-Z]+\)\s+)?(?:no\.?\s+)?\d|§\s*\d/i.test(
    text,
  )
}

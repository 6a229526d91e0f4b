// What a store answered, in words: counts of the report, so that "stays" never stands bare beside "3 things erased".

import { expect, test } from 'vitest'
import { resultWords } from './result-words.ts'

const place = (name: string, state: 'gone' | 'stays' | 'not proven') => ({ place: `public.${name}`, state })

test.each([
  ['gone', [], 'gone'],
  ['waiting', [], 'waiting'],
  ['stays', [], 'the rest stays'],
  ['not proven', [], 'not proven'],
  ['stays', [place('a.x', 'gone'), place('b.y', 'stays')], '1 column stays'],
  ['stays', [place('b.y', 'stays'), place('b.y', 'stays'), place('b.z', 'stays')], '2 columns stay'],
  ['not proven', [place('b.y', 'stays'), place('b.z', 'not proven')], '1 column stays, 1 column not proven'],
  ['not proven', [place('b.y', 'not proven'), place('b.z', 'not proven')], '2 columns not proven'],
  ['not proven', [place('b.y', 'gone')], 'not proven'],
])('%s of %j is "%s"', (result, places, words) => {
  expect(resultWords({ result, places })).toBe(words)
})

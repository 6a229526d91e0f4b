// Every written form of the table, made ready once. A row says all there is to say about one identifier of one country or network; the
// rows stand by part of the world.

import { ready, type ReadyForm } from './form.ts'
import { america } from './forms/america.ts'
import { asia } from './forms/asia.ts'
import { britain } from './forms/britain.ts'
import { companies } from './forms/companies.ts'
import { europe } from './forms/europe.ts'
import { germany } from './forms/germany.ts'
import { machines } from './forms/machines.ts'
import { money } from './forms/money.ts'
import { passports } from './forms/passports.ts'
import { plates } from './forms/plates.ts'
import { postalCodes } from './forms/postal-codes.ts'

/** Every form, ready to be matched. */
export const forms: readonly ReadyForm[] = [
  ...money,
  ...machines,
  ...america,
  ...britain,
  ...germany,
  ...europe,
  ...asia,
  ...companies,
  ...passports,
  ...plates,
  ...postalCodes,
].map(ready)

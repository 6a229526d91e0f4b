// Number plates of vehicles by country, as their registries give them out. In a text most are found beside a word alone.

import { like, unlike } from '../check-digits.ts'
import type { Form } from '../form.ts'

const words =
  'plate, number plate, licence plate, license plate, registration, vehicle, kennzeichen, immatriculation, matrícula, placa, targa, rendszám'
const plate = (country: string, layouts: string, where?: Form['where']): Form => ({
  name: `${country}-plate-number`,
  kind: 'licence-plate',
  layouts,
  ...(where === undefined ? {} : { where }),
  weight: 0.15,
  words,
  cased: true,
})

export const plates: readonly Form[] = [
  plate('ar', '@@ ?999 ?@@ | @@@ ?999', like(/^(?:[A-Z]{2}\d{3}[A-Z]{2}|[A-Z]{3}\d{3})$/)),
  plate('br', '@@@[ -]?9*99', like(/^[A-Z]{3}\d[A-Z0-9]\d\d$/)),
  plate('cz', '[0-9A-Z]{5,7} | @{3}-@{3}9*', like(/^(?!.*[GOQW])[A-Z0-9]{5,8}$/)),
  plate('fi', '[A-Z]{1,3}[ -]?9{1,3} | 9{1,3}[ -]?[A-Z]{1,3} | C[ -]?9{4,5}', unlike(/^[A-Z]\d{1,2}$/)),
  plate('fr', '@@-999-@@', unlike(/[IOU]|^SS|SS$/)),
  plate('hu', '@@@-999 | @@ ?@@-999'),
  plate('li', 'FL ?9{1,5}'),
  plate('nl', '@@-99-99 | 99-@@-99 | 99-99-@@ | @@-@@-99 | 99-@@@-9 | 9-@@@-99 | @@-999-@'),
  plate('pl', '@{2,3} ?[A-Z0-9]{4,5}', like(/\d/)),
  plate('pt', '@@[ ·-]?99[ ·-]?99 | 99[ ·-]?@@[ ·-]?99 | 99[ ·-]?99[ ·-]?@@ | @@[ ·-]?99[ ·-]?@@'),
  plate('se', '[A-HJ-PR-UW-Z]{3} ?99[A-HJ-PR-UW-Z0-9]', unlike(/O$|^(?:APA|ARG|ASS|BAJ)/)),
  plate('sg', 'S@@[ -]?9{1,4}[ -]?@'),
]

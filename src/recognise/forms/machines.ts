// Numbers of devices: GSM Association, ITU-T.

import { luhn } from '../check-digits.ts'
import type { Form } from '../form.ts'

export const machines: readonly Form[] = [
  { name: 'imei-15', kind: 'imei', layouts: '9{15} | 99-999999-999999-9', weight: 0.55, words: 'imei, device, handset', check: luhn },
  { name: 'imei-software', kind: 'imei', layouts: '9{16} | 99-999999-999999-99', weight: 0.1, words: 'imeisv, imei' },
  { name: 'iccid', kind: 'imei', layouts: '8[9]9{17,18}', weight: 0.6, words: 'iccid, sim', check: luhn },
] // prettier-ignore

// The other process of H5: a gate of its own over the same database, asked a line at a time, answering what it was told.

import { createInterface } from 'node:readline'
import { openHouse } from './ground.ts'
import { asked } from './people.ts'

const [url = '', keys = '', email = '', purpose = ''] = process.argv.slice(2)
const house = await openHouse({ engine: 'postgres', url }, keys)
console.log('ready')
for await (const _ of createInterface(process.stdin)) {
  const person = { field: 'email', value: email }
  const { decision, records } = await house.gate.read(house.service, { ...asked, purpose, person, limit: 10 })
  console.log(`${decision.effect} ${records.length}`)
}
await house.close()

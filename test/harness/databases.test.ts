import { expect, test } from 'vitest'
import { forEachEngine } from './databases.ts'

forEachEngine((open, engine) => {
  for (const round of [1, 2])
    test(`a database is fresh, and runs as role app with its tenant bound (${round})`, async () => {
      const database = await open()
      expect(database.engine).toBe(engine)
      expect(await database.query(`select current_user as who, current_setting('wordkept.tenant') as tenant`)).toEqual([
        { who: 'app', tenant: 'harbour' },
      ])
      expect(await database.query('select token from app.message_seen')).toEqual([])
      await database.query('insert into app.message_seen (tenant, token, at) values ($1, $2, $3)', [
        'harbour',
        new Uint8Array(16),
        new Date(0),
      ])
      expect(await database.query('select token, at from app.message_seen')).toEqual([
        { token: new Uint8Array(16), at: new Date(0) },
      ])
      expect(await database.query(`select nextval('app.case_number')`)).toEqual([{ nextval: '1001' }])
    })
})

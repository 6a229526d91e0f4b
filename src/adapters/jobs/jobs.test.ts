// Jobs on both engines, by the real clock and by hand. Several `createJobs` over one database stand for several processes.

import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { forEachEngine } from '../../../test/harness/databases.ts'
import { Failure, newId, systemClock } from '../../base/index.ts'
import type { Finding } from '../../policy/index.ts'
import { createJobs, type JobLine, type Jobs } from './index.ts'
import { claimJob } from './leases.ts'

const parts = { clock: systemClock }

/** A job that counts its runs and says the number. */
function counter(job: string, everySeconds = 3_600): JobLine & { runs: number } {
  const line = {
    job,
    everySeconds,
    runs: 0,
    async run() {
      line.runs++
      return `run ${line.runs}`
    },
  }
  return line
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 300; i++) {
    if (await holds()) return
    await pause(50)
  }
  throw new Error('it did not happen within 15 s')
}

forEachEngine((open) => {
  const started: Jobs[] = []
  const start = async (jobs: Jobs): Promise<Jobs> => {
    await jobs.start()
    started.push(jobs)
    return jobs
  }
  afterEach(async () => {
    for (const jobs of started.splice(0)) await jobs.stop()
  })

  test('a job runs by the clock again and again, and its last outcome can be read', async () => {
    const [often, never] = [counter('often', 1), counter('seldom')]
    const jobs = await start(createJobs(await open(), [often, never], parts))
    await until(() => often.runs >= 3 && never.runs === 1)
    const [state] = await jobs.list()
    expect(state).toMatchObject({
      job: 'often',
      everySeconds: 1,
      stopped: false,
      outcome: expect.stringMatching(/^run \d+$/),
    })
    expect(state?.lastAt).toBeInstanceOf(Date)
  })

  test('a job that ran lately waits out its time over a restart', async () => {
    const database = await open()
    const [first, second] = [counter('sweep'), counter('sweep')]
    await createJobs(database, [first], parts).run('sweep')
    await start(createJobs(database, [second, counter('other', 1)], parts))
    await until(async () => (await createJobs(database, [counter('other')], parts).list())[0]?.lastAt !== null)
    expect(second.runs).toBe(0)
  })

  test('a long job that is asked to end when jobs stop is as due as before, at once, and no failure', async () => {
    const database = await open()
    const raised: Finding[] = []
    let runs = 0
    const long: JobLine = {
      job: 'probe',
      everySeconds: 3_600,
      async run(ends) {
        runs++
        if (!ends.aborted) await new Promise((resolve) => ends.addEventListener('abort', resolve, { once: true }))
        return null
      },
    }
    const findings = { raise: async (finding: Finding) => void raised.push(finding), settle: async () => {} }
    const jobs = createJobs(database, [long], { ...parts, findings })
    await jobs.start()
    await until(() => runs === 1)
    await jobs.stop()
    expect(await jobs.list()).toMatchObject([{ job: 'probe', lastAt: null, outcome: null }])
    expect(await claimJob(database, 'probe', newId(), new Date())).toBe('claimed')
    expect(raised).toEqual([])
  })

  test('a job that is run now answers its outcome, and one nobody knows is not_found', async () => {
    const jobs = createJobs(await open(), [counter('sweep')], parts)
    expect(await jobs.list()).toEqual([
      { job: 'sweep', everySeconds: 3_600, stopped: false, lastAt: null, outcome: null },
    ])
    expect(await jobs.run('sweep')).toBe('run 1')
    expect(await jobs.list()).toMatchObject([{ job: 'sweep', outcome: 'run 1' }])
    await expect(jobs.run('sleep')).rejects.toThrowError(expect.objectContaining({ code: 'not_found' }))
    await expect(jobs.setStopped('sleep', true)).rejects.toThrowError(expect.objectContaining({ code: 'not_found' }))
  })

  test('a stopped job stays stopped, by the clock and by hand, over a restart, until it may run again', async () => {
    const database = await open()
    const sweep = counter('sweep', 1)
    await createJobs(database, [sweep], parts).setStopped('sweep', true)
    const jobs = await start(createJobs(database, [sweep, counter('other', 1)], parts))
    await until(async () => (await jobs.list())[1]?.outcome === 'run 2')
    expect(await jobs.run('sweep')).toBe('stopped')
    expect(sweep.runs).toBe(0)
    await jobs.setStopped('sweep', false)
    await until(() => sweep.runs > 0)
  })

  test('many processes run a job once a turn: none runs while another does', async () => {
    const database = await open()
    let [running, together, runs] = [0, 0, 0]
    const line = (): JobLine => ({
      job: 'sweep',
      everySeconds: 1,
      async run() {
        together = Math.max(together, ++running)
        await pause(150)
        running--
        return `run ${++runs}`
      },
    })
    const processes = await Promise.all([1, 2, 3].map(() => start(createJobs(database, [line()], parts))))
    const answers = await Promise.all(processes.map((jobs) => jobs.run('sweep')))
    expect(new Set(answers).size).toBe(3)
    await until(() => runs >= 5)
    expect(together).toBe(1)
  })

  test('a job whose process died is free when its lease has ended, not before', async () => {
    const database = await open()
    const jobs = createJobs(database, [counter('sweep')], parts)
    await jobs.list()
    const now = systemClock.now()
    const [dead, next] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']
    expect(await claimJob(database, 'sweep', dead, now)).toBe('claimed')
    expect(await claimJob(database, 'sweep', next, new Date(now.getTime() + 29_999))).toBe('busy')
    expect(await claimJob(database, 'sweep', next, new Date(now.getTime() + 30_000))).toBe('claimed')
  })

  test('a job that fails says so in its outcome and raises a finding, which the next good run settles', async () => {
    const raised: Finding[] = []
    const settled: string[] = []
    const findings = {
      raise: async (finding: Finding) => void raised.push(finding),
      settle: async (key: string) => void settled.push(key),
    }
    let broken = true
    const line: JobLine = {
      job: 'probe',
      everySeconds: 60,
      async run() {
        if (broken) throw new Failure('keys_unavailable')
        return 'all passed'
      },
    }
    const jobs = createJobs(await open(), [line], { ...parts, findings })
    expect(await jobs.run('probe')).toBe('failed: keys_unavailable')
    expect(raised).toMatchObject([{ kind: 'unkept', clause: null, key: 'job probe' }])
    broken = false
    expect(await jobs.run('probe')).toBe('all passed')
    expect(settled).toEqual(['job probe'])
  })
})

// A connector's process as the core holds it: empty environment, no file but this software, one credential on its standard input, every
// answer parsed and timed. Whatever is wrong with it ends it, and whoever waits is told why.

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BadFrame, readFrames, writeFrame } from './frames.ts'
import { answers, reply, type Answer, type Ask, type AskOf, type Begin } from './messages.ts'
import { Refused, type Refusal } from './reasons.ts'

/** A process that was told its credential. */
export interface ConnectorProcess {
  readonly alive: boolean
  /** Asks and waits, so many milliseconds at most; then the process is ended. Throws `Refused`. */
  ask<K extends Ask['ask']>(ask: AskOf<K>, milliseconds: number): Promise<Answer<K>>
  /** Ends it, in peace or after two seconds otherwise. From the first moment it is no longer `alive`. */
  end(): Promise<void>
}

/** longest answer: a row of the largest kind, however JSON spells it */
const answerBytesMax = 128 * 1024 * 1024
const peaceMs = 2_000
/** megabytes of objects; what comes from the wire is counted by the guard */
const memoryMb = 512

const isSource = import.meta.url.endsWith('.ts')
const program = fileURLToPath(new URL(isSource ? './child.ts' : './connector.mjs', import.meta.url))

/** What it may read: this software, and nothing else of the disk. From the sources that is `src`, the packages and `package.json`. */
function readable(): readonly string[] {
  if (!isSource) return [`${dirname(program)}/*`]
  const root = fileURLToPath(new URL('../../../../', import.meta.url))
  const packages = join(root, 'node_modules') // may be a link to elsewhere
  return [`${root}src/*`, `${packages}/*`, `${realpathSync(packages)}/*`, `${root}package.json`]
}

/** Starts a process and hands it what it needs. Nothing of it stands in its arguments or environment. */
export function startProcess(begin: Begin): ConnectorProcess {
  const flags = [
    '--permission',
    ...readable().map((path) => `--allow-fs-read=${path}`),
    `--max-old-space-size=${memoryMb}`,
    '--no-warnings',
  ]
  const child = spawn(process.execPath, [...flags, program], { env: {}, cwd: '/', stdio: ['pipe', 'pipe', 'ignore'] })
  const ended = once(child, 'close').catch(() => [])
  const waiting = new Map<number, Waiting>()
  let [lastId, alive] = [0, true]

  const stop = (refusal: Refusal): void => {
    alive = false
    child.kill('SIGKILL')
    for (const one of waiting.values()) one.refuse(one.isChange ? openEnded(refusal) : refusal)
  }
  child.on('error', () => stop({ why: 'connector-ended' }))
  child.on('exit', (code) => stop({ why: code === null || code === 0 ? 'connector-ended' : 'garbled' }))
  child.stdin.on('error', () => {}) // told by its end
  child.stdout.on('error', () => {})
  void listen(child, waiting).catch((cause: unknown) =>
    stop({ why: cause instanceof BadFrame ? 'too-large' : 'connector-ended' }),
  )
  void writeFrame(child.stdin, begin)
  return {
    get alive() {
      return alive
    },
    ask(ask, milliseconds) {
      const id = ++lastId
      return new Promise((resolve, reject) => {
        if (!alive) return reject(new Refused({ why: 'connector-ended' }))
        const timer = setTimeout(() => stop({ why: 'silent' }), milliseconds)
        const done = (act: () => void): void => {
          clearTimeout(timer)
          waiting.delete(id)
          act()
        }
        waiting.set(id, {
          isChange: ask.ask === 'change',
          answer(value) {
            const parsed = answers[ask.ask].safeParse(value)
            if (parsed.success) return done(() => resolve(parsed.data as Answer<typeof ask.ask>)) // the form of this very question
            stop({ why: 'garbled' })
          },
          refuse: (refusal) => done(() => reject(new Refused(refusal))),
        })
        void writeFrame(child.stdin, { id, ...ask })
      })
    },
    async end() {
      alive = false // who asks from now on starts another
      child.stdin.end()
      const timer = setTimeout(() => stop({ why: 'closed' }), peaceMs)
      await ended
      clearTimeout(timer)
      stop({ why: 'closed' })
    },
  }
}

/** A change whose process was ended may be done: that it broke its word says nothing of what the database did. */
function openEnded({ why }: Refusal): Refusal {
  return { why: why === 'silent' || why === 'closed' ? why : 'connector-ended' }
}

interface Waiting {
  readonly isChange: boolean
  answer(value: unknown): void
  refuse(refusal: Refusal): void
}

/** Gives every frame to whoever waits for it; anything else is no answer of ours. */
async function listen({ stdout }: ChildProcess, waiting: ReadonlyMap<number, Waiting>): Promise<void> {
  for await (const frame of readFrames(stdout!, answerBytesMax)) {
    const parsed = reply.safeParse(frame)
    if (!parsed.success) throw new BadFrame()
    const one = waiting.get(parsed.data.id)
    if ('refusal' in parsed.data) one?.refuse(withoutUndefined(parsed.data.refusal))
    else one?.answer(parsed.data.answer)
  }
}

/** The parser's type says `undefined` where the refusal's leaves out. */
function withoutUndefined(refusal: object): Refusal {
  return Object.fromEntries(Object.entries(refusal).filter(([, value]) => value !== undefined)) as Refusal // parsed as one just before
}

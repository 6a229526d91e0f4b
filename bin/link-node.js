// Run by "postinstall": puts the Node that this project brings along at node_modules/.bin/node. npm before 11.6 takes
// that link away while it skips the other platforms' packages, and every script would silently run on the machine's Node.
import { existsSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../node_modules/.bin', import.meta.url))
const link = join(bin, 'node')
if (process.platform === 'linux' && existsSync(bin) && !existsSync(link)) {
  try {
    const ours = createRequire(import.meta.url).resolve(`node-linux-${process.arch}/package.json`)
    symlinkSync(relative(bin, join(dirname(ours), 'bin/node')), link)
  } catch {
    // No such package for this machine: its own Node is used, and bin/kept.js judges that one.
  }
}

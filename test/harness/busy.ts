// How long work kept this process busy: unlike a clock on the wall it does not count what other processes did meanwhile.

/** Milliseconds of processor time that some work took. */
export function busyMs(work: () => unknown): number {
  const began = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1000
}

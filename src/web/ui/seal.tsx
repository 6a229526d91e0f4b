// The seal: 64 rays from the 64 hex digits of a hash. It helps the eye; the hash beside it is what counts. Never drawn for a draft.

const innerRadius = 46
const shortest = 53
const step = 2.8

/** Draws the seal of a hash. `flaw` puts a cross in its middle: the file it was drawn from was changed. */
export function Seal({ hash, label, flaw = false }: { hash: string; label: string; flaw?: boolean }) {
  return (
    <svg className="seal" viewBox="-99 -99 198 198" role="img" aria-label={label}>
      <g fill="none" stroke="currentColor">
        <path d={hash.split('').map(ray).join('')} strokeWidth="3" />
        <circle r="33" strokeWidth="2" />
        <path strokeWidth="4" d={flaw ? 'M-10-10l20 20m0-20l-20 20' : 'M-14 1L-4 11 15-8'} />
      </g>
    </svg>
  )
}

function ray(digit: string, index: number): string {
  const angle = (index / 64) * 2 * Math.PI
  const outer = shortest + step * Number.parseInt(digit, 16)
  return `M${point(innerRadius, angle)} ${point(outer, angle)}`
}

function point(radius: number, angle: number): string {
  return `${Math.round(radius * Math.sin(angle))} ${Math.round(-radius * Math.cos(angle))}`
}

/** A hash, short enough to compare by eye: its first and last eight digits. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 8)} … ${hash.slice(-8)}`
}

/** A whole hash in groups of eight. */
export function spacedHash(hash: string): string {
  return (hash.match(/.{1,8}/g) ?? []).join(' ')
}

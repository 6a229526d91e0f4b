// How far something is, and how long it may still take: boxes and a pie, always with words beside them.

import { daysBetween } from './words.ts'

/** Boxes, one a step: filled when it is done. */
export function Steps({ done, of }: { done: number; of: number }) {
  const box = (index: number): string => `M${1 + 16 * index} 1h10v10h-10z`
  const boxes = Array.from({ length: of }, (_, index) => box(index))
  return (
    <svg className="steps" viewBox={`0 0 ${16 * of} 12`} preserveAspectRatio="xMinYMid" aria-hidden="true">
      {done > 0 && <path d={boxes.slice(0, done).join('')} />}
      {done < of && <path className="todo" d={boxes.slice(done).join('')} />}
    </svg>
  )
}

const lateDays = 5

/** The time left to answer: a pie that fills, and the days. Red when five days are left. */
export function Clock({ openedAt, dueAt, now }: { openedAt: string; dueAt: string; now: string }) {
  const left = daysBetween(now, dueAt)
  const share = 1 - left / Math.max(1, daysBetween(openedAt, dueAt))
  return (
    <span className={left <= lateDays ? 'nowrap late' : 'nowrap'}>
      <svg className="clock" viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" strokeWidth="1.4" />
        {share > 0 && <path fill="currentColor" d={wedge(Math.min(share, 0.999))} />}
      </svg>{' '}
      {left < 0 ? `${-left} ${left === -1 ? 'day' : 'days'} late` : `${left} ${left === 1 ? 'day' : 'days'} left`}
    </span>
  )
}

function wedge(share: number): string {
  const angle = share * 2 * Math.PI
  const end = `${(8 + 5 * Math.sin(angle)).toFixed(2)} ${(8 - 5 * Math.cos(angle)).toFixed(2)}`
  return `M8 8V3A5 5 0 ${share > 0.5 ? 1 : 0} 1 ${end}Z`
}

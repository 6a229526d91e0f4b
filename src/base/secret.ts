// A value that prints as `[sealed]`: what came out of the vault or a connector travels in it, so that no log line shows it.

/** Holds a personal value. Only `reveal` gives it; every printed form is `[sealed]` (SEC-09). */
export class Revealed<T> {
  readonly #value: T
  constructor(value: T) {
    this.#value = value
  }
  /** The value itself. Call it only where the value leaves to whom it was opened for. */
  reveal(): T {
    return this.#value
  }
  toString(): string {
    return '[sealed]'
  }
  toJSON(): string {
    return '[sealed]'
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[sealed]'
  }
}

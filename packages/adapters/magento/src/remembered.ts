const MOST = 5_000;

/** Keeps what was read for a while, so that a poll asks a shop for its store views once. A failure is not kept. */
export class Remembered {
  readonly #kept = new Map<string, { readonly value: Promise<unknown>; readonly until: number }>();

  constructor(
    private readonly now: () => number,
    private readonly lifeMs: number,
  ) {}

  get<T>(key: string, read: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(key);
    if (known && known.until > this.now()) return known.value as Promise<T>;
    const value = read();
    this.#kept.delete(key);
    this.#kept.set(key, { value, until: this.now() + this.lifeMs });
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > MOST && oldest !== undefined) this.#kept.delete(oldest);
    value.catch(() => this.#kept.delete(key));
    return value;
  }
}

interface Waiting<T, R> {
  readonly items: readonly T[];
  readonly resolve: (results: readonly R[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Work that waits under one key is done together. While a group is worked on, what comes in under its key waits for the
 * next one, so a thousand stores of an account cost hardly more than one. When a group fails, each of its parts is tried
 * by itself: nobody fails with a stranger.
 *
 * @typeParam R one result for each item, in their order.
 */
export class Gathering<T, R> {
  private readonly waiting = new Map<string, Waiting<T, R>[]>();

  /** @param most items that make a group full; a single part may be larger. */
  constructor(
    private readonly work: (items: readonly T[]) => Promise<readonly R[]>,
    private readonly most: number,
  ) {}

  /** Resolves with the results of these items. */
  add(key: string, items: readonly T[]): Promise<readonly R[]> {
    return new Promise((resolve, reject) => {
      const queue = this.waiting.get(key);
      const one = { items, resolve, reject };
      if (queue) {
        queue.push(one);
        return;
      }
      this.waiting.set(key, [one]);
      void this.drain(key);
    });
  }

  private async drain(key: string): Promise<void> {
    const queue = this.waiting.get(key) ?? [];
    while (queue.length > 0) await this.run(this.nextGroup(queue));
    this.waiting.delete(key);
  }

  private nextGroup(queue: Waiting<T, R>[]): Waiting<T, R>[] {
    let size = 0;
    const end = queue.findIndex(({ items }, i) => {
      size += items.length;
      return i > 0 && size > this.most;
    });
    return queue.splice(0, end < 0 ? queue.length : end);
  }

  private async run(group: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const results = await this.work(group.flatMap(({ items }) => items));
      let from = 0;
      for (const { items, resolve } of group) {
        resolve(results.slice(from, from + items.length));
        from += items.length;
      }
    } catch (error) {
      const [only, ...others] = group;
      if (others.length === 0) return only?.reject(error);
      for (const one of group) await this.run([one]);
    }
  }
}

/** Previews read without a cursor and never come back, so old memories are let go. */
const MOST_READERS = 20;

/** A memory for each reader: stores of one shop share a client, and what one was given the others were not. */
export class OrderMemories {
  readonly #byReader = new Map<string, OrderMemory>();

  /** @param reader a name that its cursors carry. */
  of(reader: string): OrderMemory {
    const memory = this.#byReader.get(reader) ?? new OrderMemory();
    this.#byReader.delete(reader);
    this.#byReader.set(reader, memory);
    for (const [oldest] of this.#byReader) {
      if (this.#byReader.size <= MOST_READERS) break;
      this.#byReader.delete(oldest);
    }
    return memory;
  }
}

/**
 * Which orders were given, in which version, so that a poll that reads the orders of a month again fetches only those
 * that changed. It is a saving and no truth: it begins empty with each client, and then everything is given again.
 *
 * What was given counts as given once the host comes back with a cursor that was made after it, because only then is it
 * known to be stored.
 */
class OrderMemory {
  #number = 0;
  readonly #given = new Map<number, { readonly version: string; readonly number: number }>();

  /** Begins a poll. @param number of the last row the host has stored; without it nothing is known to be. */
  resume(number: number | undefined): void {
    this.#number = number ?? 0;
    for (const [id, entry] of this.#given) {
      if (entry.number > this.#number) this.#given.delete(id);
    }
  }

  versionOf(id: number): string | undefined {
    return this.#given.get(id)?.version;
  }

  /** Notes a row that is about to be given; the answer goes into its cursor. */
  giving(id: number, version: string): number {
    this.#number++;
    this.#given.set(id, { version, number: this.#number });
    return this.#number;
  }

  /** Notes the state of an order that is not given. */
  seen(id: number, version: string): void {
    this.#given.set(id, { version, number: this.#number });
  }

  /** Forgets the orders up to an id, which are older than what is read. */
  forgetBefore(id: number): void {
    for (const known of this.#given.keys()) if (known < id) this.#given.delete(known);
  }
}

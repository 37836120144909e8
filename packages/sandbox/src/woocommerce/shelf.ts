/** What a shelf can filter and sort by without making a document. */
export interface ShelfKeys {
  id: number;
  createdAt: number;
  /** 0 when never modified. */
  modifiedAt: number;
  /** Position of the status (or role) in its list. */
  state: number;
  /** Whom the row belongs to; 0 for nobody. */
  ownerId: number;
}

/** The generated part of a shelf. */
export interface ShelfSource<R> {
  count: number;
  keysAt(index: number): ShelfKeys;
  at(index: number): R;
  indexOf(id: number): number | undefined;
}

export type RowFilter = (row: number) => boolean;
export type RowOrder = (a: number, b: number) => number;

const REMEMBERED_QUERIES = 6;

/**
 * A table of records by id: those of the generated past are made on demand and not kept; those
 * that were written since are. Five numbers per row are held for lists, some 30 bytes, so a list
 * over 100,000 rows takes milliseconds and the documents of one page only.
 *
 * Row numbers are positions in `keys`; they stay the same as long as the shelf lives.
 */
export class Shelf<R extends { id: number }> {
  readonly #written = new Map<number, R>();
  readonly #rowOfNew = new Map<number, number>();
  readonly #queries = new Map<string, { revision: number; rows: Int32Array }>();
  #ids: Int32Array;
  #created: Float64Array;
  #modified: Float64Array;
  #state: Uint8Array;
  #owner: Int32Array;
  #isAlive: Uint8Array;
  #size: number;
  #revision = 0;

  constructor(
    private readonly source: ShelfSource<R>,
    private readonly keysOf: (record: R) => ShelfKeys,
  ) {
    const room = source.count + 64;
    this.#ids = new Int32Array(room);
    this.#created = new Float64Array(room);
    this.#modified = new Float64Array(room);
    this.#state = new Uint8Array(room);
    this.#owner = new Int32Array(room);
    this.#isAlive = new Uint8Array(room);
    this.#size = source.count;
    for (let row = 0; row < source.count; row += 1) this.#setKeys(row, source.keysAt(row));
  }

  /** The record, or undefined when there is none or it was removed. */
  get(id: number): R | undefined {
    const written = this.#written.get(id);
    if (written !== undefined) return written;
    const index = this.source.indexOf(id);
    if (index === undefined || this.#isAlive[index] === 0) return undefined;
    return this.source.at(index);
  }

  /** Stores a new record or a new version of one. */
  put(record: R): void {
    let row = this.source.indexOf(record.id) ?? this.#rowOfNew.get(record.id);
    if (row === undefined) {
      row = this.#size;
      if (row === this.#ids.length) this.#grow();
      this.#size += 1;
      this.#rowOfNew.set(record.id, row);
    }
    this.#written.set(record.id, record);
    this.#setKeys(row, this.keysOf(record));
    this.#revision += 1;
  }

  remove(id: number): void {
    const row = this.source.indexOf(id) ?? this.#rowOfNew.get(id);
    if (row === undefined) return;
    this.#isAlive[row] = 0;
    this.#written.delete(id);
    this.#revision += 1;
  }

  /** Records written since the start, in no order. */
  written(): IterableIterator<R> {
    return this.#written.values();
  }

  /**
   * Ids of the rows that pass, in order. The answer to a query is kept until something is written,
   * so reading a long list page by page sorts it once. `name` says what the query is.
   */
  query(name: string, keep: RowFilter, order: RowOrder): { length: number; id(n: number): number } {
    const known = this.#queries.get(name);
    let rows = known?.revision === this.#revision ? known.rows : undefined;
    if (rows === undefined) {
      rows = this.#select(keep).sort(order);
      this.#queries.delete(name);
      if (this.#queries.size >= REMEMBERED_QUERIES) {
        const oldest = this.#queries.keys().next();
        if (!oldest.done) this.#queries.delete(oldest.value);
      }
      this.#queries.set(name, { revision: this.#revision, rows });
    }
    const found = rows;
    return { length: found.length, id: (n) => this.id(found[n] ?? 0) };
  }

  /** How many rows have each state. */
  countStates(count: number): number[] {
    const totals = new Array<number>(count).fill(0);
    for (let row = 0; row < this.#size; row += 1) {
      const state = this.#state[row] ?? 0;
      if (this.#isAlive[row] === 1) totals[state] = (totals[state] ?? 0) + 1;
    }
    return totals;
  }

  id(row: number): number {
    return this.#ids[row] ?? 0;
  }

  createdAt(row: number): number {
    return this.#created[row] ?? 0;
  }

  modifiedAt(row: number): number {
    return this.#modified[row] ?? 0;
  }

  state(row: number): number {
    return this.#state[row] ?? 0;
  }

  ownerId(row: number): number {
    return this.#owner[row] ?? 0;
  }

  /** The record of a row, for filters that need more than the keys. */
  record(row: number): R | undefined {
    return this.get(this.id(row));
  }

  #select(keep: RowFilter): Int32Array {
    const rows = new Int32Array(this.#size);
    let n = 0;
    for (let row = 0; row < this.#size; row += 1) {
      if (this.#isAlive[row] === 1 && keep(row)) rows[n++] = row;
    }
    return rows.slice(0, n);
  }

  #setKeys(row: number, keys: ShelfKeys): void {
    this.#ids[row] = keys.id;
    this.#created[row] = keys.createdAt;
    this.#modified[row] = keys.modifiedAt;
    this.#state[row] = keys.state;
    this.#owner[row] = keys.ownerId;
    this.#isAlive[row] = 1;
  }

  #grow(): void {
    const room = this.#ids.length * 2;
    const grown = <A extends { set(from: A): void }>(array: A, bigger: A): A => {
      bigger.set(array);
      return bigger;
    };
    this.#ids = grown(this.#ids, new Int32Array(room));
    this.#created = grown(this.#created, new Float64Array(room));
    this.#modified = grown(this.#modified, new Float64Array(room));
    this.#state = grown(this.#state, new Uint8Array(room));
    this.#owner = grown(this.#owner, new Int32Array(room));
    this.#isAlive = grown(this.#isAlive, new Uint8Array(room));
  }
}

import type { Cursor, PollableKind, SourceRow } from '@storewire/core';
import fc from 'fast-check';
import { must } from '../expect.js';
import { type ContractRun, collect } from '../run.js';

type Read = (cursor?: Cursor, client?: unknown) => AsyncIterable<SourceRow>;

/** A poll that stops after any row goes on from its last cursor and misses nothing. */
export async function pollsResume(run: ContractRun): Promise<void> {
  for (const kind of run.polledKinds()) {
    const read: Read = (cursor, client) => run.poll(kind, cursor, client);
    await resumes(run, kind, `poll.${kind}`, read, versionKey);
  }
}

/** The same for an export; an object that changes meanwhile comes at least once, in whatever version. */
export async function exportsResume(run: ContractRun): Promise<void> {
  for (const kind of run.exportedKinds()) {
    const read: Read = (cursor, client) => run.export(kind, cursor, client);
    await resumes(run, kind, `history.${kind}`, read, idKey);
  }
}

const idKey = (row: SourceRow): string => row.id;
const versionKey = (row: SourceRow): string => `${row.id} ${row.version ?? ''}`;

async function resumes(
  run: ContractRun,
  kind: PollableKind,
  name: string,
  read: Read,
  keyOf: (row: SourceRow) => string,
): Promise<void> {
  // Some in one second, where a cursor made of a time alone loses rows, and some apart.
  const ids = [...run.fake.seed(kind, 4, 0), ...run.fake.seed(kind, 3)];
  await cutEverywhere(name, read, keyOf, ids);
  await cutAtRandom(run, kind, name, read, keyOf, ids);
  const { pageSize } = run.fake;
  if (pageSize === undefined) return;
  const missing = 2 * pageSize + 1 - ids.length;
  if (missing > 0) ids.push(...run.fake.seed(kind, missing, 250));
  // All around the second border, behind which little is left to read, and one with more than a page to go.
  const borders = [pageSize, 2 * pageSize - 1, 2 * pageSize, 2 * pageSize + 1];
  await cutEverywhere(name, read, keyOf, ids, borders);
}

/**
 * Cuts once, at every row or at the given ones, and reads the rest to its end. What comes before a cut is the same each
 * time, and is read once.
 */
async function cutEverywhere(
  name: string,
  read: Read,
  keyOf: (row: SourceRow) => string,
  ids: readonly string[],
  cuts?: readonly number[],
): Promise<void> {
  const whole = await collect(read());
  mustContain(name, new Set(whole.map(idKey)), ids, 'without any interruption');
  must(
    whole.some((row) => row.cursor !== undefined),
    `${name}: no row has a cursor, so an interruption begins from the start.`,
  );
  for (const cut of cuts ?? whole.map((_, i) => i + 1)) {
    const before = whole.slice(0, cut);
    const cursor = before.findLast((row) => row.cursor !== undefined)?.cursor;
    const rest = await collect(read(cursor));
    const seen = new Set([...before, ...rest].map(keyOf));
    mustContain(name, seen, whole.map(keyOf), `when it was cut after ${cut} rows`);
  }
}

/** Cuts again and again, by choice or by a failing store, while objects change in between. */
async function cutAtRandom(
  run: ContractRun,
  kind: PollableKind,
  name: string,
  read: Read,
  keyOf: (row: SourceRow) => string,
  ids: readonly string[],
): Promise<void> {
  const leg = fc.record({
    rows: fc.integer({ min: 0, max: ids.length }),
    isFailure: fc.boolean(),
    changed: fc.option(fc.nat({ max: ids.length - 1 }), { nil: undefined }),
  });
  const several = fc.array(leg, { minLength: 2, maxLength: 5 });
  const property = fc.asyncProperty(several, async (legs) => {
    const seen = new Set<string>();
    let cursor: Cursor | undefined;
    for (const { rows, isFailure, changed } of legs) {
      const part = await take(read(cursor, run.client({ maxAttempts: 1 })), rows, () => {
        if (isFailure) run.fake.misbehave('serverError');
      });
      run.fake.misbehave(undefined);
      if (part.error !== undefined) run.errors.push(part.error);
      for (const row of part.rows) seen.add(keyOf(row));
      cursor = part.cursor ?? cursor;
      run.advance(1000);
      if (changed !== undefined) run.fake.touch(kind, ids[changed] as string);
    }
    // What changed behind the reader's back may come with the poll after this one.
    for (let turn = 0; turn < 2; turn++) {
      const { rows, cursor: next } = await take(read(cursor), Number.POSITIVE_INFINITY);
      for (const row of rows) seen.add(keyOf(row));
      cursor = next ?? cursor;
    }
    mustContain(name, seen, (await collect(read())).map(keyOf), 'after several interruptions');
  });
  await fc.assert(property, { numRuns: 4 });
}

interface Part {
  readonly rows: readonly SourceRow[];
  /** The last one given: what the host has stored when it is interrupted. */
  readonly cursor?: Cursor;
  readonly error?: unknown;
}

/**
 * The first rows of a source. With `afterwards` it goes on reading once more, so that what happens there meets the
 * source in the middle of its work.
 */
async function take(
  source: AsyncIterable<SourceRow>,
  count: number,
  afterwards?: () => void,
): Promise<Part> {
  const rows: SourceRow[] = [];
  let cursor: Cursor | undefined;
  const part = (error?: unknown): Part => ({ rows, ...(cursor ? { cursor } : {}), error });
  const iterator = source[Symbol.asyncIterator]();
  try {
    while (rows.length < count) {
      const next = await iterator.next();
      if (next.done) return part();
      rows.push(next.value);
      cursor = next.value.cursor ?? cursor;
    }
    if (afterwards) {
      afterwards();
      const next = await iterator.next();
      if (!next.done) {
        rows.push(next.value);
        cursor = next.value.cursor ?? cursor;
      }
    }
  } catch (error) {
    return part(error);
  }
  await iterator.return?.();
  return part();
}

function mustContain(
  name: string,
  seen: ReadonlySet<string>,
  wanted: readonly string[],
  when: string,
): void {
  const lost = wanted.filter((key) => !seen.has(key));
  must(
    lost.length === 0,
    `${name} ${when} loses ${lost.length} of ${wanted.length} rows (${lost.slice(0, 3).join('; ')}).`,
  );
}

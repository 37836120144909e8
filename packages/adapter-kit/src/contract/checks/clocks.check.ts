import type { Instant, MappingRow, PollableKind, RecordKind } from '@storewire/core';
import { must } from '../expect.js';
import { type ContractRun, collect, instantAt, type Read } from '../run.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** When an object was made or changed; each is the fake's clock at that moment. */
const STAMPS = ['placedAt', 'registeredAt', 'createdAt', 'updatedAt'] as const;

/**
 * What is made around a change of the shop's clocks has the right times in every source, and a poll misses nothing in
 * the hour that comes twice. Where the platform gives a wall-clock time only, that hour is taken for its first run.
 */
export async function clockChangesAreUnderstood(run: ContractRun): Promise<void> {
  const { fake } = run;
  const { forward, back } = clockChanges(fake.context.zone, new Date(fake.now()).getUTCFullYear());
  const kinds = (['contact', 'cart', 'order', 'product'] as const).filter((kind) =>
    Object.hasOwn(run.adapter.capabilities, kind),
  );
  const stampsAt = async (at: number) => {
    for (const kind of kinds) {
      fake.setClock(instantAt(at));
      const id = run.seedOne(kind);
      const isSecondRun = at >= back && at < back + HOUR;
      for (const { source, read } of await run.everyWay(kind, id)) {
        mustBeStamped(run, read, instantAt(at), isSecondRun, `${kind} through the ${source}`);
      }
    }
  };
  // In the order of time: a poll that has seen what is later does not come back.
  for (const at of [forward - 30 * MINUTE, forward + 30 * MINUTE, back - 30 * MINUTE]) {
    await stampsAt(at);
  }
  for (const kind of run.polledKinds()) await pollOverTheChange(run, kind, back);
  for (const at of [back + 30 * MINUTE, back + 90 * MINUTE]) await stampsAt(at);
}

/** A poll before the clocks go back, a change after it whose local time is earlier, and the next poll. */
async function pollOverTheChange(
  run: ContractRun,
  kind: PollableKind,
  back: number,
): Promise<void> {
  run.fake.setClock(instantAt(back - 10 * MINUTE));
  const id = run.seedOne(kind);
  const rows = await collect(run.poll(kind));
  const before = rows.findLast((row) => row.id === id);
  const cursor = rows.findLast((row) => row.cursor !== undefined)?.cursor;
  run.fake.setClock(instantAt(back + 5 * MINUTE));
  run.fake.touch(kind, id);
  const after = (await collect(run.poll(kind, cursor))).findLast((row) => row.id === id);
  must(
    after && (after.version === undefined || after.version !== before?.version),
    `poll.${kind}: a change in the hour that comes twice is missed; read that hour again.`,
  );
}

function mustBeStamped(
  run: ContractRun,
  { row, record }: Read,
  at: Instant,
  isSecondRun: boolean,
  what: string,
): void {
  const values = record as Record<string, unknown>;
  const stamps = STAMPS.filter((field) => typeof values[field] === 'string');
  must(
    stamps.length > 0 || !mapsStamps(run, row.kind),
    `The ${what} has none of the times that its mapping names.`,
  );
  for (const field of stamps) {
    const isWallClock = converterOf(run, row.kind, field) === 'localInstant';
    const expected = isWallClock && isSecondRun ? instantAt(Date.parse(at) - HOUR) : at;
    must(
      values[field] === expected,
      `${field} of a ${what} made at ${at} is ${values[field]}; is a local time taken for UTC, or the other way round?`,
    );
  }
}

const rowOf = (run: ContractRun, kind: RecordKind, field: string): MappingRow | undefined =>
  run.adapter.mappings[kind]?.rows[field];

function converterOf(run: ContractRun, kind: RecordKind, field: string): string | undefined {
  const row = rowOf(run, kind, field);
  return row && 'as' in row ? row.as : undefined;
}

const mapsStamps = (run: ContractRun, kind: RecordKind): boolean =>
  STAMPS.some((field) => rowOf(run, kind, field) !== undefined);

/**
 * The instants of a year when the clocks of a zone go forward and back, in milliseconds.
 * @throws ContractFailure for a zone whose clocks do not change.
 */
export function clockChanges(zone: string, year: number): { forward: number; back: number } {
  const hourIn = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' });
  const offsetAt = (ms: number): number => {
    const name = hourIn.formatToParts(ms).find((part) => part.type === 'timeZoneName')?.value ?? '';
    const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    return (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -1 : 1);
  };
  let forward: number | undefined;
  let back: number | undefined;
  let before = offsetAt(Date.UTC(year, 0, 1));
  for (let day = Date.UTC(year, 0, 2); day < Date.UTC(year + 1, 0, 1); day += 24 * HOUR) {
    const offset = offsetAt(day);
    if (offset !== before) {
      let at = day - 24 * HOUR;
      while (offsetAt(at + HOUR) === before) at += HOUR;
      if (offset > before) forward = at + HOUR;
      else back = at + HOUR;
    }
    before = offset;
  }
  must(
    forward !== undefined && back !== undefined,
    `The clocks of ${zone} do not change; give the fake a zone where they do.`,
  );
  return { forward, back };
}

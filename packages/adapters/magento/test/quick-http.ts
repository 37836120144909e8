import { createHttpClient, type HttpClientOptions } from '@storewire/adapter-kit';
import type { HttpClient, SourceRow } from '@storewire/core';

/** The client of the kit, whose waits take no time. */
export function quickHttp(options: HttpClientOptions = {}): HttpClient {
  let nowMs = 0;
  const sleep = async (ms: number) => {
    nowMs += ms;
  };
  return createHttpClient({ now: () => nowMs, sleep, maxAttempts: 2, ...options });
}

export async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

export const idsOf = (rows: readonly SourceRow[]): string[] => rows.map(({ id }) => id);

/** The last cursor of a list of rows, which is what the host keeps. */
export const cursorOf = (rows: readonly SourceRow[]): string | undefined =>
  rows.findLast(({ cursor }) => cursor !== undefined)?.cursor;

export const outcomeOf = (call: Promise<unknown>): Promise<Error & { hint?: string }> =>
  call.then(
    () => new Error('The call succeeded.'),
    (error) => error,
  );

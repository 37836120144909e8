import { type AnyAdapter, type ConsentWrite, defineMapping, type SourceRow } from '@storewire/core';
import type { FakeStore } from '../../src/contract/index.js';
import { exampleAdapter } from '../example/example-adapter.js';
import type { ExampleClient } from '../example/example-client.js';

/** The example adapter with one thing wrong, and what the contract says about it. */
export interface Broken {
  /** Words of the check's name. */
  readonly check: string;
  readonly what: string;
  readonly adapter?: AnyAdapter;
  readonly fake?: () => FakeStore;
  readonly fixtures?: URL;
  readonly says: RegExp;
}

export const good = exampleAdapter as AnyAdapter;
export const { webhooks, poll, history } = good.sources;

export const withWebhooks = (change: object): AnyAdapter => ({
  ...good,
  sources: { ...good.sources, webhooks: { ...webhooks, ...change } as typeof webhooks },
});
export const withPoll = (change: object): AnyAdapter => ({
  ...good,
  sources: { ...good.sources, poll: { ...poll, ...change } },
});
export const withHistory = (change: object): AnyAdapter => ({
  ...good,
  sources: { ...good.sources, history: { ...history, ...change } },
});
export const withRows = (kind: 'contact' | 'order', rows: object): AnyAdapter => ({
  ...good,
  mappings: {
    ...good.mappings,
    [kind]: defineMapping<object>({ ...good.mappings[kind]?.rows, ...rows }),
  },
});
export const withSink = (
  consent: (client: ExampleClient, write: ConsentWrite) => unknown,
): AnyAdapter => ({ ...good, sinks: { consent } }) as AnyAdapter;

/** The rows of a source, each changed on its way. */
export const changing = (source: unknown, change: (row: SourceRow) => SourceRow) =>
  async function* (...args: unknown[]) {
    const rows = (source as (...args: unknown[]) => AsyncIterable<SourceRow>)(...args);
    for await (const row of rows) yield change(row);
  };

/** A source that ends as if there were no more when its store fails. */
export const swallowing = (source: unknown) =>
  async function* (...args: unknown[]) {
    try {
      yield* changing(source, (row) => row)(...args);
    } catch {}
  };

import {
  type AnyAdapter,
  applyMapping,
  type CapabilityMode,
  type Cursor,
  checkInboundEvent,
  type Instant,
  inboundRows,
  type Mapping,
  type PollableKind,
  type RecordByKind,
  type RecordKind,
  type SourceRow,
  validateObject,
  type WebhookVerdict,
} from '@storewire/core';
import { createHttpClient, type HttpClientOptions } from '../http/http-client.js';
import { must, mustBeEmpty } from './expect.js';
import type { Delivery, FakeStore } from './fake-store.js';
import { type Fixtures, loadFixtures } from './fixtures.js';

export interface ContractOptions {
  /** The folder with the recorded documents, with a slash at its end. */
  readonly fixtures: URL;
  /** A new fake with nothing in it; one per check. */
  readonly fakeStore: () => FakeStore;
}

/** A row with the record it became. */
export interface Read {
  readonly row: SourceRow;
  readonly record: RecordByKind[RecordKind];
}

/** False where everything comes as inbound events: the merchant need not type anything in. */
export const isRead = ({ capabilities }: AnyAdapter): boolean =>
  Object.values(capabilities).some((modes) =>
    modes?.some((mode) => mode !== 'inbound' && mode !== 'writeBack'),
  );

/** False where the platform only posts inbound events: it is never called, and needs no credential. */
export const isCalled = ({ capabilities }: AnyAdapter): boolean =>
  Object.values(capabilities).some((modes) => modes?.some((mode) => mode !== 'inbound'));

const POLLABLE: readonly string[] = ['contact', 'cart', 'order', 'product'];

/** An adapter connected to a running fake: what a check works with. */
export class ContractRun {
  private running = true;
  private readonly openedAt: Instant;

  private constructor(
    readonly adapter: AnyAdapter,
    readonly fake: FakeStore,
    readonly fixtures: Fixtures,
    /** An instance of the adapter's own class. */
    readonly connection: object,
    /** Errors the adapter threw where a check wanted it to; searched for secrets at the end. */
    readonly errors: unknown[],
  ) {
    this.openedAt = fake.now();
  }

  static async open(
    adapter: AnyAdapter,
    options: ContractOptions,
    errors: unknown[] = [],
  ): Promise<ContractRun> {
    const fixtures = loadFixtures(options.fixtures);
    const fake = options.fakeStore();
    const { connection } = await fake.start();
    return new ContractRun(adapter, fake, fixtures, connectionOf(adapter, connection), errors);
  }

  async close(): Promise<void> {
    if (this.running) await this.fake.stop();
    this.running = false;
  }

  /** A client of its own, over HTTP, whose waits take no time. */
  client(http: HttpClientOptions = {}, connection: object = this.connection): unknown {
    let nowMs = Date.parse(this.fake.now());
    const sleep = async (ms: number) => {
      nowMs += ms;
    };
    return this.adapter.connect({
      connection,
      http: createHttpClient({
        ...(this.adapter.rate ? { rate: this.adapter.rate } : {}),
        now: () => nowMs,
        sleep,
        random: () => 0.5,
        timeoutMs: 30_000,
        ...http,
      }),
      allowPrivateAddresses: true,
    });
  }

  declares(kind: RecordKind, mode: CapabilityMode): boolean {
    return this.adapter.capabilities[kind]?.includes(mode) ?? false;
  }

  /** Kinds declared with a mode, in the order of the record kinds. */
  kindsWith(mode: CapabilityMode): RecordKind[] {
    return (Object.keys(this.adapter.capabilities) as RecordKind[]).filter((kind) =>
      this.declares(kind, mode),
    );
  }

  polledKinds(): PollableKind[] {
    return this.kindsWith('poll').filter((kind) => POLLABLE.includes(kind)) as PollableKind[];
  }

  exportedKinds(): PollableKind[] {
    return this.kindsWith('history').filter((kind) => POLLABLE.includes(kind)) as PollableKind[];
  }

  /** Moves the fake's clock on. */
  advance(ms: number): void {
    this.fake.setClock(instantAt(Date.parse(this.fake.now()) + ms));
  }

  seedOne(kind: RecordKind): string {
    const [id] = this.fake.seed(kind, 1);
    must(id !== undefined, `fakeStore: seed('${kind}', 1) gives no id.`);
    return id;
  }

  poll(kind: PollableKind, cursor?: Cursor, client = this.client()): AsyncIterable<SourceRow> {
    const poll = this.adapter.sources.poll?.[kind];
    must(poll, `capabilities say ${kind}: poll, but sources.poll.${kind} is missing.`);
    return poll(client, {
      ...(cursor === undefined ? {} : { cursor }),
      since: instantAt(
        Math.min(Date.parse(this.openedAt), Date.parse(this.fake.now())) - 3_600_000,
      ),
      // A poll comes some time after what it finds.
      now: instantAt(Date.parse(this.fake.now()) + 60_000),
    });
  }

  export(kind: PollableKind, cursor?: Cursor, client = this.client()): AsyncIterable<SourceRow> {
    const history = this.adapter.sources.history?.[kind];
    must(history, `capabilities say ${kind}: history, but sources.history.${kind} is missing.`);
    return history.read(client, {}, cursor);
  }

  verify(delivery: Pick<Delivery, 'headers' | 'rawBody'>): WebhookVerdict {
    const webhooks = this.adapter.sources.webhooks;
    must(webhooks, 'capabilities name webhook, but sources.webhooks is missing.');
    return webhooks.verify(
      { headers: delivery.headers, rawBody: delivery.rawBody },
      this.connection,
    );
  }

  /** Takes a webhook in as the hub does: verify, keep as text, read later. */
  async receive(delivery: Delivery, client = this.client()): Promise<SourceRow[]> {
    const verdict = this.verify(delivery);
    must(
      verdict.outcome === 'accepted',
      `A genuine ${delivery.topic} webhook is not accepted: ${JSON.stringify(verdict)}.`,
    );
    const rows = this.adapter.sources.webhooks?.read(
      {
        topic: verdict.topic,
        rawBody: delivery.rawBody.toString('utf8'),
        receivedAt: this.fake.now(),
        meta: verdict.meta ?? {},
      },
      client,
    );
    return collect(rows ?? []);
  }

  /** Takes an inbound event in as the hub does once its signature is checked. */
  receiveInbound(delivery: Pick<Delivery, 'rawBody'>): SourceRow[] {
    const checked = checkInboundEvent(JSON.parse(delivery.rawBody.toString('utf8')));
    must(
      'event' in checked,
      `The fake's inbound event is against the schema: ${JSON.stringify('rejection' in checked && checked.rejection)}.`,
    );
    return inboundRows(checked.event);
  }

  /** The record of a row. @throws ContractFailure when its mapping is missing or finds problems. */
  map(row: SourceRow): Read {
    const mapping = this.adapter.mappings[row.kind] as
      | Mapping<RecordByKind[RecordKind]>
      | undefined;
    must(mapping, `A source gives ${row.kind} rows, but mappings.${row.kind} is missing.`);
    const { record, problems } = applyMapping(mapping, row.raw, this.fake.context);
    mustBeEmpty(
      problems.map((problem) => `${problem.path} ${problem.message}`),
      `The ${row.kind} ${row.id} of the fake cannot be mapped:`,
    );
    return { row, record };
  }

  /** One object through every source that is declared for its kind. */
  async everyWay(kind: RecordKind, id: string): Promise<{ source: Source; read: Read }[]> {
    const found: { source: Source; read: Read }[] = [];
    const add = (source: Source, rows: readonly SourceRow[]) => {
      const row = rows.find((r) => r.kind === kind && r.id === id);
      must(row, `The ${kind} ${id} of the fake does not come through ${NAMES[source]}.`);
      found.push({ source, read: this.map(row) });
    };
    if (this.declares(kind, 'webhook')) {
      add('webhook', await this.receive(this.fake.delivery(kind, id)));
    }
    if (this.declares(kind, 'inbound')) {
      add('inbound', this.receiveInbound(this.fake.delivery(kind, id)));
    }
    if (this.polledKinds().includes(kind as PollableKind)) {
      add('poll', await collect(this.poll(kind as PollableKind)));
    }
    if (this.exportedKinds().includes(kind as PollableKind)) {
      add('export', await collect(this.export(kind as PollableKind)));
    }
    return found;
  }
}

export type Source = 'webhook' | 'inbound' | 'poll' | 'export';
const NAMES: Record<Source, string> = {
  webhook: 'its webhook',
  inbound: 'its inbound event',
  poll: 'the poll',
  export: 'the export',
};

export async function collect<T>(rows: AsyncIterable<T> | Iterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

export const instantAt = (ms: number): Instant => new Date(ms).toISOString();

/** What was typed in, as the adapter's own class. @throws ContractFailure when its rules refuse it. */
export function connectionOf(adapter: AnyAdapter, plain: object): object {
  const { value, problems } = validateObject<object>(adapter.connection, { ...plain });
  mustBeEmpty(
    problems.map(({ path, message }) => `${path}: ${message}`),
    "The connection that the fake gives is refused by the adapter's own rules:",
  );
  return value;
}

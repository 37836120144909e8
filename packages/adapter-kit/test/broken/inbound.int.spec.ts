import { describe, expect, it } from '@jest/globals';
import {
  type AnyAdapter,
  defineAdapter,
  INBOUND_MAPPINGS,
  INBOUND_ORDER_STATES,
  type RecordKind,
  Setting,
} from '@storewire/core';
import { IsOptional, Matches } from 'class-validator';
import { CONTRACT, ContractRun, type Delivery, type FakeStore } from '../../src/contract/index.js';

const FIXTURES = new URL('../example/fixtures/', import.meta.url);

class QuietConnection {
  @Setting({ label: 'Name' })
  @IsOptional()
  @Matches(/^\w+$/)
  name?: string;
}

/** A platform that only posts inbound events. */
const quiet = defineAdapter({
  id: 'quiet',
  name: 'Quiet',
  connection: QuietConnection,
  capabilities: { contact: ['inbound'], consent: ['inbound'], order: ['inbound'] },
  connect: () => ({}),
  checkConnection: async () => ({ shopKey: 'quiet:1', name: 'Quiet', missing: [] }),
  shopKey: () => 'quiet:1',
  sources: {},
  mappings: INBOUND_MAPPINGS,
  orderStates: INBOUND_ORDER_STATES,
}) as AnyAdapter;

/** The part of a fake that inbound events need. */
class FakeQuiet {
  readonly context = { zone: 'Europe/Warsaw', currency: 'PLN' };
  readonly permissions = [];
  readonly consentChannels = ['email'] as const;
  protected granted: boolean | undefined;
  private count = 0;
  private nowMs = Date.parse('2026-11-21T16:00:00Z');

  start = async () => ({ connection: { name: 'quiet' } });
  stop = async () => undefined;
  now = () => new Date(this.nowMs).toISOString();
  setClock = (at: string) => {
    this.nowMs = Date.parse(at);
  };
  seed = () => ['7'];
  touch = () => undefined;
  setConsent = (_id: string, _channel: string, state: string) => {
    this.granted = state === 'in';
  };
  nextId = (): string => `e-${++this.count}`;

  delivery(kind: RecordKind): Delivery {
    const contact = { externalId: '7', email: 'ada@customer.example' };
    const base = { id: this.nextId(), occurredAt: this.now(), contact };
    const lines = [{ productId: '1', quantity: 1 }];
    const { granted } = this;
    const event =
      kind === 'order'
        ? {
            ...base,
            type: 'order.paid',
            order: { id: '7', currency: 'PLN', total: '5.00', lines },
          }
        : {
            ...base,
            type: 'contact.updated',
            ...(granted === undefined
              ? {}
              : { consents: [{ kind: 'newsletter-email', granted, at: this.now() }] }),
          };
    return { topic: event.type, headers: {}, rawBody: Buffer.from(JSON.stringify(event)) };
  }
}

async function complaintOf(words: string, adapter: AnyAdapter, fake: FakeQuiet): Promise<string> {
  const fakeStore = () => fake as unknown as FakeStore;
  const run = await ContractRun.open(adapter, { fixtures: FIXTURES, fakeStore });
  const check = CONTRACT.find(({ name }) => name.includes(words));
  try {
    await check?.check(run);
    return check ? 'no complaint' : 'no such check';
  } catch (error) {
    return (error as Error).message;
  } finally {
    await run.close();
  }
}

describe('the contract of a platform that only posts inbound events', () => {
  it.each(['refuses blank settings', 'one effect key', 'on, off and on again', 'first "no"'])(
    'is kept by a good one: %s',
    async (words) => expect(await complaintOf(words, quiet, new FakeQuiet())).toBe('no complaint'),
  );

  it('has no point about calls, webhooks and polls', () => {
    const names = CONTRACT.filter(({ applies }) => applies(quiet)).map(({ name }) => name);
    expect(names.join('; ')).not.toMatch(/429|signature|poll without|register/);
  });

  it('notices an event that is against the schema', async () => {
    const fake = new FakeQuiet();
    fake.now = () => 'yesterday';
    expect(await complaintOf('one effect key', quiet, fake)).toMatch(
      /against the schema: .*occurredAt/,
    );
  });

  it('notices events of one id', async () => {
    const fake = new FakeQuiet();
    fake.nextId = () => 'e-1';
    expect(await complaintOf('on, off and on again', quiet, fake)).toMatch(/ids must all differ/);
  });

  it('notices a consent that does not arrive', async () => {
    const { emailConsent: _, ...rows } = INBOUND_MAPPINGS.contact.rows;
    const adapter = { ...quiet, mappings: { ...quiet.mappings, contact: { rows } } };
    expect(await complaintOf('on, off and on again', adapter, new FakeQuiet())).toMatch(
      /after email consent went in says undefined/,
    );
  });

  it('notices an object that does not come', async () => {
    const fake = new FakeQuiet();
    fake.seed = () => ['8'];
    expect(await complaintOf('one effect key', quiet, fake)).toMatch(
      /8 of the fake does not come through its inbound event/,
    );
  });
});

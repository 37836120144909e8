import { describe, expect, it } from '@jest/globals';
import { type AnyAdapter, type StoredWebhook, StoreUnavailable } from '@storewire/core';
import { CONTRACT, ContractRun, nothingLeaks, OutputCapture } from '../../src/contract/index.js';
import type { ExampleClient } from '../example/example-client.js';
import { read } from '../example/example-sources.js';
import { FakeExample } from '../example/fake-example.js';
import { BROKEN_RECORDS } from './broken-records.js';
import { BROKEN_SOURCES } from './broken-sources.js';
import { type Broken, changing, good, poll, withPoll, withWebhooks } from './variant.js';

const BROKEN = [...BROKEN_RECORDS, ...BROKEN_SOURCES];
const FIXTURES = new URL('../example/fixtures/', import.meta.url);

async function complaintOf(
  check: (run: ContractRun) => Promise<void>,
  { adapter = good, fake = () => new FakeExample(), fixtures = FIXTURES }: Partial<Broken>,
): Promise<string> {
  const run = await ContractRun.open(adapter, { fixtures, fakeStore: fake });
  try {
    await check(run);
    return 'no complaint';
  } catch (error) {
    return (error as Error).message;
  } finally {
    await run.close();
  }
}

describe('the contract notices', () => {
  it.each(BROKEN)('$what', async (broken) => {
    const check = CONTRACT.find(({ name }) => name.includes(broken.check));
    const complaint = await complaintOf(async (run) => check?.check(run), broken);
    expect(complaint).toMatch(broken.says);
  });

  it('something wrong with each of its points', () => {
    const tried = CONTRACT.filter(({ name }) => BROKEN.some(({ check }) => name.includes(check)));
    expect(tried).toEqual(CONTRACT);
  });
});

describe('the search for leaks notices', () => {
  const searched = async (adapter: AnyAdapter): Promise<string> => {
    const output = new OutputCapture(false);
    output.start();
    try {
      return await complaintOf((run) => nothingLeaks(run, () => output.text), { adapter });
    } finally {
      output.stop();
    }
  };

  it('nothing in an adapter that keeps quiet', async () =>
    expect(await searched(good)).toBe('no complaint'));

  it('a secret that is printed', async () => {
    const adapter: AnyAdapter = {
      ...good,
      connect: (input) => {
        process.stdout.write(`connecting with ${input.connection.token}\n`);
        return good.connect(input);
      },
    };
    expect(await searched(adapter)).toMatch(/secret token of the connection appears in the output/);
  });

  it('an address that is logged', async () => {
    const adapter = withPoll({
      contact: changing(poll?.contact, (row) => {
        console.debug('read', row.raw);
        return row;
      }),
    });
    expect(await searched(adapter)).toMatch(/Personal data appears in the output: \S+@/);
  });

  it('an error that quotes a body', async () => {
    const adapter = withWebhooks({
      read: function* (webhook: StoredWebhook) {
        try {
          yield* read(webhook);
        } catch (cause) {
          throw new StoreUnavailable('unreadable', new Error(webhook.rawBody, { cause }));
        }
      },
    });
    expect(await searched(adapter)).toMatch(/Personal data appears in an error/);
  });

  it('an error that carries the connection', async () => {
    const adapter: AnyAdapter = {
      ...good,
      checkConnection: async (client: ExampleClient) => {
        try {
          return await good.checkConnection(client);
        } catch (error) {
          throw Object.assign(error as Error, { connection: client.connection });
        }
      },
    };
    expect(await searched(adapter)).toMatch(/secret token of the connection appears in an error/);
  });
});

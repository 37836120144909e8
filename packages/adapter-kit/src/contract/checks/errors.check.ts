import type { HttpClientOptions } from '../../http/http-client.js';
import { must, mustBeEmpty } from '../expect.js';
import type { Fault } from '../fake-store.js';
import { type ContractRun, collect } from '../run.js';

const EXPECTED: Readonly<Record<Fault, string>> = {
  rateLimited: 'STORE_RATE_LIMITED',
  unauthorized: 'STORE_UNAUTHORIZED',
  serverError: 'STORE_UNAVAILABLE',
  html: 'STORE_UNAVAILABLE',
  silence: 'STORE_UNAVAILABLE',
};

/** Two attempts show that a client does not repeat for ever; silence is worth waiting for once, and briefly. */
const HTTP: Readonly<Record<Fault, HttpClientOptions>> = {
  rateLimited: { maxAttempts: 2 },
  unauthorized: {},
  serverError: { maxAttempts: 2 },
  html: {},
  silence: { maxAttempts: 1, timeoutMs: 40 },
};

/** Everything the adapter does at its store, by name. */
export type Operation = (client: unknown) => Promise<unknown>;

/** 429, 401, 500, a maintenance page, silence and a closed port become the right error, whatever was being done. */
export async function errorsHaveTheirClass(run: ContractRun): Promise<void> {
  const operations = await operationsOf(run);
  const problems: string[] = [];
  // An operation that makes no call could not fail, and would prove nothing.
  for (const [name, operation] of operations) {
    const done = await operation(run.client());
    must(!Array.isArray(done) || done.length > 0, `${name} gives nothing of what the fake has.`);
  }
  for (const [fault, code] of Object.entries(EXPECTED) as [Fault, string][]) {
    await underFault(run, fault, operations, async (name, operation) => {
      const found = await codeOf(run, () => operation(run.client(HTTP[fault])));
      if (found !== code) problems.push(`${name}, ${fault}: ${found}, expected ${code}.`);
    });
  }
  await run.close();
  const gone = await codeOf(run, () => run.adapter.checkConnection(run.client({ maxAttempts: 1 })));
  if (gone !== 'STORE_UNAVAILABLE') {
    problems.push(`checkConnection, closed port: ${gone}, expected STORE_UNAVAILABLE.`);
  }
  mustBeEmpty(problems, 'Errors of the wrong class:');
}

/** Tries each operation while the fake fails; all at once where the time goes by in waiting. */
export async function underFault(
  run: ContractRun,
  fault: Fault,
  operations: ReadonlyMap<string, Operation>,
  attempt: (name: string, operation: Operation) => Promise<void>,
): Promise<void> {
  run.fake.misbehave(fault);
  if (fault === 'silence') {
    await Promise.all([...operations].map(([name, operation]) => attempt(name, operation)));
  } else {
    for (const [name, operation] of operations) await attempt(name, operation);
  }
  run.fake.misbehave(undefined);
}

async function codeOf(run: ContractRun, call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
    return 'no error';
  } catch (error) {
    run.errors.push(error);
    const { code, retryAfterMs } = error as { code?: unknown; retryAfterMs?: unknown };
    if (code === 'STORE_RATE_LIMITED' && !(Number(retryAfterMs) > 0))
      return `${code} without a wait`;
    return typeof code === 'string' ? code : `an error that is none of ours (${error})`;
  }
}

/** The operations an adapter declares, each on an object that the fake has. */
export async function operationsOf(run: ContractRun): Promise<Map<string, Operation>> {
  const { adapter, fake } = run;
  const operations = new Map<string, Operation>();
  operations.set('checkConnection', (client) => adapter.checkConnection(client));
  for (const kind of run.polledKinds()) {
    run.seedOne(kind);
    operations.set(`poll.${kind}`, (client) => collect(run.poll(kind, undefined, client)));
  }
  for (const kind of run.exportedKinds()) {
    run.seedOne(kind);
    operations.set(`history.${kind}`, (client) => collect(run.export(kind, undefined, client)));
  }
  if (run.declares('consent', 'writeBack') && adapter.sinks?.consent) {
    const sink = adapter.sinks.consent;
    const email = 'somebody@customer.example';
    const [channel] = fake.consentChannels;
    must(channel, 'capabilities name consent, but the fake has no consentChannels.');
    operations.set('sinks.consent', (client) =>
      sink(client, { email, channel, state: 'out', at: fake.now() }),
    );
  }
  const check = adapter.sources.webhooks?.check;
  if (check) {
    operations.set('webhooks.check', async (client) => {
      await check(client, 'https://hub.example/hooks/errors');
    });
  }
  return operations;
}

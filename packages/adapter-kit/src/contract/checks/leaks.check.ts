import { type Contact, type Order, secretFields } from '@storewire/core';
import { everythingIn } from '../capture.js';
import { must } from '../expect.js';
import { FAULTS } from '../fake-store.js';
import { type ContractRun, collect, isCalled } from '../run.js';
import { operationsOf, underFault } from './errors.check.js';

const EMAIL = /[^\s@"<>,;:\\]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const PHONE_FIELD = /phone|mobile|fax|msisdn/i;

/**
 * Reads everything, fails in every way, and then searches what was printed and every error for the connection's
 * secrets and for each address and number of the fixtures and of the fake.
 *
 * @param printed all output since the suite began.
 */
export async function nothingLeaks(run: ContractRun, printed: () => string): Promise<void> {
  const personal = new Set<string>();
  for (const { raw } of run.fixtures.documents) addPersonal(raw, personal);
  for (const { rawBody } of run.fixtures.webhooks) addPersonal(rawBody.toString('utf8'), personal);
  await tour(run, personal);
  const secrets = secretsOf(run);
  must(!isCalled(run.adapter) || secrets.length > 0, 'The connection has no secret to search for.');
  must(personal.size > 0, 'Neither fixtures nor fake have a person to search for.');
  const errors = run.errors.map(everythingIn).join('\n');
  const places = { 'the output': printed(), 'an error': errors };
  for (const [place, text] of Object.entries(places)) {
    for (const [field, secret] of secrets) {
      must(!text.includes(secret), `The secret ${field} of the connection appears in ${place}.`);
    }
    const found = [...personal].find((value) => text.includes(value));
    must(found === undefined, `Personal data appears in ${place}: ${found}.`);
  }
}

/** Does everything once in health and once per fault, and reads webhooks that are cut off. */
async function tour(run: ContractRun, personal: Set<string>): Promise<void> {
  const operations = await operationsOf(run);
  for (const kind of run.polledKinds()) noteAll(await collect(run.poll(kind)), personal);
  for (const kind of run.exportedKinds()) noteAll(await collect(run.export(kind)), personal);
  for (const kind of run.kindsWith('webhook')) {
    const delivery = run.fake.delivery(kind, run.seedOne(kind));
    const rows = await run.receive(delivery);
    noteAll(rows, personal);
    for (const row of rows) {
      const { email, phone } = run.map(row).record as Contact & Order;
      for (const value of [email, phone]) if (value) personal.add(value);
    }
    const rawBody = delivery.rawBody.subarray(0, delivery.rawBody.length - 2);
    const headers = run.fake.sign(delivery.topic, rawBody);
    await noted(run, () => run.receive({ topic: delivery.topic, headers, rawBody }));
  }
  for (const kind of run.kindsWith('inbound')) {
    noteAll(run.receiveInbound(run.fake.delivery(kind, run.seedOne(kind))), personal);
  }
  for (const fault of FAULTS) {
    const http = { maxAttempts: 1, ...(fault === 'silence' ? { timeoutMs: 20 } : {}) };
    await underFault(run, fault, operations, (_, operation) =>
      noted(run, () => operation(run.client(http))),
    );
  }
}

async function noted(run: ContractRun, call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    run.errors.push(error);
  }
}

const noteAll = (rows: readonly { raw: unknown }[], personal: Set<string>): void => {
  for (const { raw } of rows) addPersonal(raw, personal);
};

function addPersonal(value: unknown, found: Set<string>, field = ''): void {
  if (typeof value === 'string') {
    for (const [email] of value.matchAll(EMAIL)) found.add(email);
    if (PHONE_FIELD.test(field) && value.replace(/\D/g, '').length >= 7) found.add(value);
  } else if (value !== null && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) {
      addPersonal(inner, found, Array.isArray(value) ? field : key);
    }
  }
}

const secretsOf = (run: ContractRun): [field: string, secret: string][] =>
  secretFields(run.adapter.connection as new () => object).flatMap((field) => {
    const value = (run.connection as Record<string, unknown>)[field];
    return typeof value === 'string' && value !== '' ? [[field, value] as [string, string]] : [];
  });

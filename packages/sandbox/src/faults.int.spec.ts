import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Client, closeSandboxes, purchase, signed, startSandbox } from '../test/client.js';

const ADA = 'ada@customer.example';
const UPSERT = '/api/contact/upsert';
const BATCH = '/api/v2/contact/addBatchContactExtEvent';

let client: Client;
beforeEach(async () => {
  client = await startSandbox();
});
afterEach(closeSandboxes);

const send = () => client.post(UPSERT, { ...signed(), contact: { email: ADA } });
const upsert = (email = ADA) => client.v2(UPSERT, { contact: { email } });
const stored = () => client.sandbox.stats().contacts;

/** The code under a failed fetch. */
async function failureOf(call: Promise<unknown>): Promise<string | undefined> {
  return call.then(
    () => undefined,
    (error: { name: string; cause?: { code?: string } }) => error.cause?.code ?? error.name,
  );
}

describe('a fault', () => {
  it.each([500, 401, 403, 503, 429])('answers HTTP %i without working', async (status) => {
    client.sandbox.faults.add({ kind: 'status', path: 'contact/upsert', status });
    const answer = await send();
    expect([answer.status, answer.headers.get('retry-after'), stored()]).toEqual([status, null, 0]);
  });

  it('sends Retry-After', async () => {
    client.sandbox.faults.add({ kind: 'status', status: 429, retryAfterS: 7, count: 1 });
    expect((await send()).headers.get('retry-after')).toBe('7');
    expect(await upsert()).toMatchObject({ success: true });
  });

  it('answers HTML with 200', async () => {
    client.sandbox.faults.add({ kind: 'html' });
    const answer = await send();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/html;charset=UTF-8',
    ]);
    expect(await answer.text()).toMatch(/^<!doctype html>/);
    expect(stored()).toBe(0);
  });

  it('answers a business failure', async () => {
    client.sandbox.faults.add({ kind: 'failure', message: 'User not authenticated' });
    expect(await upsert()).toEqual({ success: false, message: ['User not authenticated'] });
  });

  it.each([
    { apply: false, contacts: 0 },
    { apply: true, contacts: 1 },
  ])('never answers (work done: $apply)', async ({ apply, contacts }) => {
    const fault = client.sandbox.faults.add({ kind: 'hang', apply });
    const hanging = failureOf(upsert());
    while (fault.fired === 0) await pause(5);
    const impatient = fetch(`${client.sandbox.url}${UPSERT}`, { signal: AbortSignal.timeout(60) });
    expect(await failureOf(impatient)).toBe('TimeoutError');
    // The work may still be under way.
    while (stored() < contacts) await pause(5);
    expect(stored()).toBe(contacts);
    await client.sandbox.close();
    expect(await hanging).toMatch(/ECONNRESET|UND_ERR_SOCKET/);
  });

  it('answers late', async () => {
    client.sandbox.faults.add({ kind: 'slow', delayMs: 40 });
    const startedAt = performance.now();
    expect(await upsert()).toMatchObject({ success: true });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(38);
  });

  it('resets before it works', async () => {
    client.sandbox.faults.add({ kind: 'reset' });
    expect(await failureOf(upsert())).toMatch(/ECONNRESET|UND_ERR_SOCKET/);
    expect(stored()).toBe(0);
  });

  it('loses the answer after the work', async () => {
    client.sandbox.faults.add({ kind: 'applyThenReset', count: 1 });
    expect(await failureOf(upsert())).toMatch(/ECONNRESET|UND_ERR_SOCKET/);
    expect(stored()).toBe(1);
    expect(client.sandbox.requests()[0]).toMatchObject({ fault: 'applyThenReset', status: 0 });
  });

  it('fails after the work', async () => {
    client.sandbox.faults.add({ kind: 'applyThenStatus', status: 502 });
    const answer = await send();
    expect([answer.status, stored()]).toEqual([502, 1]);
  });

  it('leaves the expected id out', async () => {
    client.sandbox.faults.add({ kind: 'missingId' });
    expect(await upsert()).toEqual({ success: true, message: [], externalId: null });
    expect(stored()).toBe(1);
    expect(await client.v2('/api/user/listByClient')).toEqual({ success: true, message: [] });
    const { json } = await client.v3('/v3/product/catalogUpsert', {
      catalogName: 'a',
      currency: 'PLN',
      location: 'a',
    });
    expect(json).toEqual({});
  });

  it('overwrites members of an answer', async () => {
    await upsert();
    client.sandbox.faults.add({
      kind: 'answer',
      path: BATCH,
      patch: { createdAmount: 0, failedAmount: null },
    });
    const events = [{ email: ADA, contactEvent: purchase() }];
    expect(await client.v2(BATCH, { events })).toEqual({
      success: true,
      message: [],
      createdAmount: 0,
      failedContacts: [],
    });
    expect(client.sandbox.stats().events).toBe(1);
  });

  it('refuses one address, singly and in batches', async () => {
    await upsert();
    await upsert('eva@x.example');
    client.sandbox.faults.add({ kind: 'refuse', email: 'EVA@x.example', message: 'Blocked' });
    expect(await upsert()).toMatchObject({ success: true });
    expect(await upsert('eva@x.example')).toEqual({ success: false, message: ['Blocked'] });
    const upsertDetails = [ADA, 'eva@x.example'].map((email) => ({ contact: { email } }));
    const contacts = await client.v2('/api/contact/batchupsert', {
      upsertDetails,
      useApiDoubleOptIn: false,
    });
    expect(Object.keys(contacts.contactIds)).toEqual([ADA]);
    const events = [ADA, 'eva@x.example'].map((email) => ({ email, contactEvent: purchase() }));
    expect(await client.v2(BATCH, { events })).toMatchObject({
      createdAmount: 1,
      failedAmount: 1,
      failedContacts: ['eva@x.example'],
    });
  });

  it('is switched over HTTP', async () => {
    const rules = [
      { kind: 'status', count: 1 },
      { kind: 'html', path: '/v3/*' },
    ];
    const added = await client.admin('faults', 'POST', rules);
    expect([added.status, added.json.items.length]).toEqual([201, 2]);
    expect((await send()).status).toBe(500);
    const { json } = await client.admin('faults');
    expect(json.items).toMatchObject([
      { kind: 'status', fired: 1 },
      { kind: 'html', fired: 0 },
    ]);
    const id = json.items[1].id;
    expect(
      (await client.admin(`faults/${id}`, 'PATCH', { enabled: false })).json.items[1].enabled,
    ).toBe(false);
    expect((await client.admin('faults', 'DELETE')).json.items).toEqual([]);
    expect((await client.admin('faults/f99', 'DELETE')).status).toBe(404);
    expect((await client.admin('faults', 'POST', { kind: 'explode' })).status).toBe(400);
    expect(await upsert()).toMatchObject({ success: true });
    expect(client.sandbox.stats().faultsFired).toBe(1);
  });
});

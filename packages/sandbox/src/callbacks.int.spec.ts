import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { type Client, closeSandboxes, startSandbox } from '../test/client.js';
import type { CallbackOptions } from './index.js';
import { sha1 } from './index.js';

const ADA = 'ada+vip@customer.example';

interface Call {
  path: string;
  email: string;
  key: string;
}

let shop: FastifyInstance;
let base: string;
let calls: Call[];
let client: Client;

beforeEach(async () => {
  calls = [];
  shop = Fastify();
  shop.get('/:kind', async ({ params, query }, answer) => {
    const { kind } = params as { kind: string };
    calls.push({ path: kind, ...(query as Omit<Call, 'path'>) });
    return kind === 'broken' ? answer.code(403).send('bad key') : { success: true };
  });
  base = await shop.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(async () => {
  await closeSandboxes();
  await shop.close();
});

async function start(more: CallbackOptions = {}): Promise<void> {
  const callbackUrls = {
    optIn: `${base}/in?email=$email$&key=sha1($email$SECRET)`,
    optOut: `${base}/out?email=$email$&key=sha1($email$SECRET)`,
    secret: 'cb-secret',
    ...more,
  };
  client = await startSandbox({}, { callbackUrls });
  await client.v2('/api/contact/upsert', { contact: { email: ADA }, forceOptIn: true });
}

describe('callbacks', () => {
  it('go out with the address and its hash when a person unsubscribes', async () => {
    await start();
    const result = await client.sandbox.unsubscribe(ADA);
    expect(calls).toEqual([
      { path: 'out', email: ADA, key: '4bb8e9b926a87f2609d211ea58ce346f0b1a7934' },
    ]);
    expect(result).toMatchObject({
      optedOut: true,
      callback: { status: 200, source: 'unsubscribe', answer: '{"success":true}' },
    });
  });

  it('go out again for a second click', async () => {
    await start();
    await client.sandbox.unsubscribe(ADA);
    await client.sandbox.unsubscribe(ADA);
    expect(calls.map(({ path }) => path)).toEqual(['out', 'out']);
  });

  it('go out when double opt-in is confirmed, over HTTP', async () => {
    await start();
    const body = { contact: { email: 'eva@x.example' }, forceOptIn: true, useApiDoubleOptIn: true };
    await client.v2('/api/contact/upsert', body);
    expect(calls).toEqual([]);
    const confirm = () => client.admin('contacts/eva@x.example/confirm', 'POST');
    expect((await confirm()).json).toMatchObject({ optedOut: false, callback: { status: 200 } });
    expect(calls).toEqual([
      { path: 'in', email: 'eva@x.example', key: sha1('eva@x.examplecb-secret') },
    ]);
    expect((await confirm()).status).toBe(409);
    expect((await client.admin('contacts/no@x.example/confirm', 'POST')).status).toBe(404);
  });

  it('go out for a change on the card, but not for a card that stays the same', async () => {
    await start();
    const change = (optedOut: boolean) =>
      client.admin(`contacts/${encodeURIComponent(ADA)}/card`, 'POST', { optedOut });
    await change(false);
    expect(calls).toEqual([]);
    await change(true);
    await change(false);
    expect(calls.map(({ path }) => path)).toEqual(['out', 'in']);
    expect((await change('yes' as never)).status).toBe(400);
  });

  it.each([
    { onApiChange: false, expected: [] },
    { onApiChange: true, expected: ['in', 'out'] },
  ])('echo API calls only when asked to ($onApiChange)', async ({ onApiChange, expected }) => {
    await start({ onApiChange });
    await client.v2('/api/contact/upsert', { contact: { email: ADA }, forceOptOut: true });
    await client.v2('/api/contact/upsert', { contact: { email: ADA }, forceOptOut: true });
    await client.sandbox.callbacks.settled();
    expect(calls.map(({ path }) => path).sort()).toEqual(expected);
  });

  it('can leave the address unencoded, so that a plus arrives as a space', async () => {
    await start({ encodeEmail: false });
    await client.sandbox.unsubscribe(ADA);
    expect(calls[0]?.email).toBe(ADA.replace('+', ' '));
  });

  it('log refusals and dead hosts', async () => {
    await start({ optOut: `${base}/broken?email=$email$`, optIn: 'http://127.0.0.1:1/?e=$email$' });
    await client.sandbox.unsubscribe(ADA);
    await client.sandbox.changeOnCard(ADA, { optedOut: false });
    expect((await client.admin('callbacks')).json.items).toMatchObject([
      { kind: 'optIn', error: expect.any(String) },
      { kind: 'optOut', status: 403, answer: 'bad key' },
    ]);
  });
});

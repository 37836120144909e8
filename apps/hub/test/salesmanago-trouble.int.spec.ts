import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createSandbox, DEFAULT_ACCOUNT, type Sandbox } from '@storewire/sandbox';
import { Scene, type ShopifyScene } from './support/scene.js';
import { orderDocument, person } from './support/shopify-documents.js';
import { waitFor } from './support/wait-for.js';

jest.setTimeout(240_000);

/** More than two calls that hang leave over, also after a moment in which the hub takes the account for slow. */
const CONCURRENCY = 8;
const EVENT = 'v2/contact/addContactExtEvent';
const EVENT_BATCH = 'v2/contact/addBatchContactExtEvent';
const OTHER_ACCOUNT = {
  ...DEFAULT_ACCOUNT,
  clientId: 'sandbox0neighbor',
  apiSecret: '5a4db0c50000000000000000neighbor',
};

let scene: Scene;
let accountId: string;
let store: ShopifyScene;
/** Another account of the same tenant, at a SALESmanago that works all the time. */
let neighbor: ShopifyScene;
let healthy: Sandbox;
let serial = 0;
const sent = new Set<string>();

beforeAll(async () => {
  scene = await Scene.open();
  healthy = createSandbox({ accounts: [OTHER_ACCOUNT] });
  const { url: endpoint } = await healthy.listen();
  accountId = await scene.account(undefined, { concurrency: CONCURRENCY });
  store = await scene.shopify(accountId);
  neighbor = await scene.shopify(await scene.account(OTHER_ACCOUNT, { endpoint }));
  await buy(1);
  await store.settled();
});

afterAll(async () => {
  await scene?.close();
  await healthy?.close();
});

/** Paid orders, each of somebody else. */
async function buy(count: number, at: ShopifyScene = store): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, async () => {
      serial += 1;
      const id = 7_000_000 + serial;
      const order = orderDocument({ id, buyer: person(1000 + serial), status: 'paid' });
      expect(await at.send('orders/paid', order)).toBe(200);
      if (at === store) sent.add(String(id));
    }),
  );
}

async function neighborWorks(): Promise<void> {
  const before = (await neighbor.ledger()).delivered;
  await buy(5, neighbor);
  expect((await neighbor.settled()).delivered).toBe(before + 5);
}

/** The account host is gone until the function that comes back is called. */
async function cutOff(): Promise<() => Promise<void>> {
  const port = Number(new URL(scene.sandbox.url).port);
  await scene.sandbox.close();
  return async () => {
    await scene.sandbox.listen({ port });
  };
}

/** Everything that was acknowledged arrived, once, and nothing waits or died. */
async function everythingArrived(): Promise<void> {
  expect(await store.settled()).toMatchObject({ pending: 0, dead: 0, delivered: sent.size });
  const ids = scene.events('PURCHASE').map(({ externalId }) => String(externalId));
  expect(ids.toSorted()).toEqual([...sent].toSorted());
}

const patchAccount = (change: object): Promise<Response> =>
  fetch(`${scene.sandbox.url}/_sandbox/accounts/${DEFAULT_ACCOUNT.clientId}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(change),
  });

const readAccount = () => scene.hub.ask('GET', `${scene.path}/accounts/${accountId}`);

describe('while SALESmanago', () => {
  it('refuses connections for three seconds, everything waits and then arrives once', async () => {
    const comeBack = await cutOff();
    const downSince = performance.now();
    await buy(70);
    await neighborWorks();
    expect((await store.ledger()).pending).toBe(70);
    await waitFor('three seconds are over', () => performance.now() - downSince >= 3_000);
    // What piled up goes in batches; the answer to one of them is lost on top.
    const fault = scene.sandbox.faults.add({ kind: 'applyThenReset', path: EVENT_BATCH, count: 1 });
    await comeBack();
    await everythingArrived();
    expect(fault.fired).toBe(1);
  });

  it('hangs, the rest of the account goes on, and what hung is looked up', async () => {
    const applied = scene.sandbox.faults.add({ kind: 'hang', apply: true, path: EVENT, count: 1 });
    const dropped = scene.sandbox.faults.add({ kind: 'hang', path: EVENT, count: 1 });
    await buy(8);
    await waitFor('two calls hang', () => applied.fired + dropped.fired === 2);
    await waitFor('six of eight are through', async () => (await store.ledger()).pending === 2);
    await neighborWorks();
    const comeBack = await cutOff();
    await comeBack();
    await everythingArrived();
  });

  it('loses answers, nothing is sent twice', async () => {
    const { faults } = scene.sandbox;
    const lost = [
      faults.add({ kind: 'applyThenReset', path: EVENT, count: 3 }),
      faults.add({ kind: 'applyThenReset', path: 'contact/upsert', count: 2 }),
      faults.add({ kind: 'missingId', path: EVENT, count: 1 }),
      faults.add({ kind: 'html', path: EVENT, count: 1 }),
      faults.add({ kind: 'applyThenStatus', status: 502, path: EVENT, count: 1 }),
    ];
    await buy(12);
    await neighborWorks();
    await everythingArrived();
    expect(lost.map(({ fired }) => fired)).toEqual([3, 2, 1, 1, 1]);
  });

  it('asks for a pause of two seconds, gets it', async () => {
    scene.sandbox.faults.add({ kind: 'status', status: 429, retryAfterS: 2, count: 1 });
    await buy(15);
    await neighborWorks();
    await everythingArrived();
    const requests = scene.sandbox.requests({ limit: 1_000 });
    const refused = requests.find(({ status }) => status === 429);
    if (!refused) throw new Error('Nothing was answered with 429.');
    const during = requests.filter(({ at }) => at > refused.at && at < refused.at + 1_900);
    // Calls that were on their way with it are no breach.
    expect(during.length).toBeLessThanOrEqual(CONCURRENCY);
    expect(requests.some(({ at }) => at >= refused.at + 1_900)).toBe(true);
  });

  it('refuses the credentials, the account waits as a whole until a check passes', async () => {
    await patchAccount({ active: false });
    await buy(6);
    await waitFor('the account is paused', async () => (await readAccount()).state === 'paused');
    expect((await readAccount()).pausedReason).toEqual(expect.any(String));
    await neighborWorks();
    await buy(2);
    expect(await store.ledger()).toMatchObject({ pending: 8, dead: 0 });
    const check = `${scene.path}/accounts/${accountId}/check`;
    expect(await scene.hub.ask('POST', check)).toMatchObject({ ok: false, state: 'paused' });
    await patchAccount({ active: true });
    expect(await scene.hub.ask('POST', check)).toMatchObject({ ok: true, state: 'active' });
    await everythingArrived();
    expect(await readAccount()).toMatchObject({ state: 'active', pausedReason: null });
  });
});

it('names nobody and no secret in the log through all of it', () => {
  expect(scene.leaks()).toEqual([]);
});

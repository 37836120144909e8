import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { Scene, SHOPIFY, type ShopifyScene } from './support/scene.js';
import { orderDocument, person } from './support/shopify-documents.js';
import { post, shopifyWebhook } from './support/signed.js';
import { waitFor } from './support/wait-for.js';

jest.setTimeout(240_000);

const SIGNER = { secret: SHOPIFY.clientSecret, shopDomain: SHOPIFY.shopDomain };
const FAULTY_DISK = new URL('./support/faulty-disk.mjs', import.meta.url).href;

let folder: string;
let scene: Scene;
let store: ShopifyScene;

const disk = (fault: 'none' | 'hold' | 'fail') => writeFileSync(join(folder, 'fault'), fault);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'storewire-disk-'));
  scene = await Scene.open({
    env: { NODE_OPTIONS: `--import=${FAULTY_DISK}`, DISK_FAULT: join(folder, 'fault') },
  });
  store = await scene.shopify(await scene.account());
});
beforeEach(() => disk('none'));
afterAll(async () => {
  await scene?.close();
  rmSync(folder, { recursive: true, force: true });
});

const order = (id: number) =>
  shopifyWebhook(SIGNER, {
    topic: 'orders/paid',
    deliveryId: randomUUID(),
    body: orderDocument({ id, buyer: person(id % 1000), status: 'paid' }),
  });

it('answers a webhook when the disk has it, and not before', async () => {
  const accepted = (await store.ledger()).accepted;
  disk('hold');
  let status: number | undefined;
  const answered = post(store.webhookUrl, order(8_100_001)).then((given) => {
    status = given;
  });
  // It is committed, as everybody in the process sees, and the disk does not have it yet.
  await waitFor('the commit', async () => (await store.ledger()).accepted > accepted || undefined);
  expect(status).toBeUndefined();
  disk('none');
  await answered;
  expect(status).toBe(200);
});

it('stops with a clear text when the disk refuses, confirms nothing, and goes on after a start', async () => {
  disk('fail');
  const status = await post(store.webhookUrl, order(8_100_002)).catch(() => 'no answer');
  expect(status).not.toBe(200);
  await waitFor('the end of the hub', async () => !scene.hub.isRunning || undefined);
  expect(scene.hub.logs).toContain("The disk did not take the database's log: EIO");
  disk('none');
  await scene.hub.restart();
  expect(await post(store.webhookUrl, order(8_100_002))).toBe(200);
  await waitFor(
    'the purchase',
    async () =>
      scene.sandbox.events({ type: 'PURCHASE', externalId: '8100002' }).total > 0 || undefined,
  );
  expect(scene.sandbox.events({ type: 'PURCHASE', externalId: '8100002' }).total).toBe(1);
});

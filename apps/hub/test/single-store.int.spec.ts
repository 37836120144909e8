import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import woocommerce from '@storewire/adapter-woocommerce';
import { createSandbox, DEFAULT_ACCOUNT, type Sandbox } from '@storewire/sandbox';
import { createWooStore, type WooStore } from '@storewire/sandbox/woocommerce';
import { HubProcess, runToEnd } from './support/hub-process.js';
import { waitFor } from './support/wait-for.js';

jest.setTimeout(240_000);

const GUIDE = new URL('../../../docs/single-store.md', import.meta.url);
const ONLY_ADAPTER = fileURLToPath(new URL('support/only-adapter.mjs', import.meta.url));

const TOPICS = woocommerce.sources.webhooks?.topics.length;

/** The way of `docs/single-store.md`, with the file that stands there. */
describe('one shop with one adapter', () => {
  let sandbox: Sandbox;
  let shop: WooStore;
  let hub: HubProcess;
  let folder: string;
  let file: string;

  beforeAll(async () => {
    sandbox = createSandbox();
    await sandbox.listen();
    shop = createWooStore({ webhooks: 'manual', customers: 0, orders: 0, products: 3 });
    await shop.listen();
    hub = await HubProcess.start(
      { ONLY_ADAPTER: 'woocommerce', NODE_OPTIONS: `--import=${ONLY_ADAPTER}` },
      ['run', '--adapter', 'woocommerce'],
    );
    folder = await mkdtemp(join(tmpdir(), 'storewire-single-'));
    file = join(folder, 'store.yaml');
    const [, yaml = ''] = /```yaml\n(.*?)```/s.exec(await readFile(GUIDE, 'utf8')) ?? [];
    await writeFile(
      file,
      yaml
        .replace('https://app2.salesmanago.com', sandbox.url)
        .replace('shop@forest.example', DEFAULT_ACCOUNT.owners[0] as string)
        .replace('https://forest.example', shop.url),
    );
  });
  afterAll(async () => {
    await hub?.close();
    await shop?.close();
    await sandbox?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const apply = () =>
    runToEnd(
      {
        STOREWIRE_API_KEY: hub.operatorKey,
        SM_CLIENT_ID: DEFAULT_ACCOUNT.clientId,
        SM_API_SECRET: DEFAULT_ACCOUNT.apiSecret,
        SHOP_KEY: shop.consumerKey,
        SHOP_SECRET: shop.consumerSecret,
        SHOP_WEBHOOK_SECRET: 'INVENTEDwebhookSecret0001',
      },
      ['apply', '-f', file, '--url', hub.url],
    );

  it('knows the platform of that adapter and no other', async () => {
    const { items } = await hub.ask('GET', '/api/v1/adapters');
    expect(items.map(({ id }: { id: string }) => id)).toEqual(['woocommerce']);
  });

  it('is configured by the file, once', async () => {
    const first = await apply();
    expect([first.code, first.output.trim().split('\n')]).toEqual([
      0,
      ['Made tenant Forest', 'Made account Forest', 'Made store Forest'],
    ]);
    const second = await apply();
    expect([second.code, second.output]).toEqual([0, 'Nothing to change.\n']);
  });

  it('carries what happens in the shop', async () => {
    await waitFor('the webhooks are registered', async () => {
      return [...shop.webhooks.shelf.written()].length === TOPICS;
    });
    const order = shop.placeOrder({ paid: true });
    await shop.webhooks.flush();
    const [event] = await waitFor('the purchase arrives', async () => {
      const { items } = sandbox.events({ type: 'PURCHASE' });
      return items.length > 0 ? items : undefined;
    });
    expect(event).toMatchObject({ externalId: String(order.id), location: 'forest_pl' });
    expect(sandbox.contact(event?.email ?? '')?.tags).toHaveProperty('SHOP_PURCHASE');
  });

  it('says which adapters there are when it is asked for another', async () => {
    const { code, output } = await runToEnd(
      { ONLY_ADAPTER: 'woocommerce', NODE_OPTIONS: `--import=${ONLY_ADAPTER}`, PORT: '0' },
      ['run', '--adapter', 'magento'],
    );
    expect(code).toBe(2);
    expect(output).toContain('there is no adapter magento; installed are woocommerce.');
  });
});

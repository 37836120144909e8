import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DEFAULT_ACCOUNT } from '@storewire/sandbox';
import { Database } from '../database/database.service.js';
import { WooScene } from '../testing/woo-scene.js';

jest.setTimeout(120_000);

const KEY = DEFAULT_ACCOUNT.v3Keys?.[0]?.key as string;
const MAPPING = [
  { from: 'meta_data[key=loyalty].value', to: 'property', name: 'loyalty' },
  { from: 'meta_data[key=size].value', to: 'tag', name: 'size_' },
  { from: 'id', to: 'keyInformation', name: 'shop_id' },
  { from: 'meta_data[key=loyalty].value', to: 'keyInformation', name: 'loyalty' },
  { from: 'payment_method_title', to: 'detail', name: '11' },
];
const META = [
  { key: 'loyalty', value: 'gold' },
  { key: 'size', value: 'M' },
];

describe('D14: field mapping, from the store to SALESmanago', () => {
  let scene: WooScene;

  beforeAll(async () => {
    scene = await WooScene.open({ settings: { fieldMapping: MAPPING } });
    const account = `${scene.tenantPath}/accounts/${scene.accountId}`;
    await scene.hub.api('PATCH', account, { v3Endpoint: scene.sandbox.url });
  });
  afterAll(() => scene.close());

  const setKey = (apiKey: string) =>
    scene.hub.api('POST', `${scene.tenantPath}/accounts/${scene.accountId}/v3-key`, { apiKey });
  const keyInformation = (email: string) => scene.sandbox.contact(email)?.keyInformation;

  it('sends properties and tags without an API v3 key, and no Key Information', async () => {
    const email = 'no.key@customer.example';
    scene.shop.registerCustomer({ email, meta: META });
    await scene.deliver();
    const card = scene.sandbox.contact(email);
    expect(card?.properties).toEqual([{ name: 'loyalty', value: 'gold' }]);
    expect(card?.tags).toHaveProperty('SIZE_M');
    expect(keyInformation(email)).toEqual({});
  });

  it('sends Key Information with a key, and details with the order', async () => {
    await setKey(KEY);
    const email = 'with.key@customer.example';
    const { id } = scene.shop.registerCustomer({ email, meta: META });
    await scene.deliver();
    expect(keyInformation(email)).toEqual({ shop_id: id, loyalty: 'gold' });
    scene.shop.placeOrder({ customerId: id, paid: true, paymentMethod: 'stripe' });
    await scene.deliver();
    const [event] = scene.sandbox.events({ email, type: 'PURCHASE' }).items;
    expect(event?.details.detail11).toMatch(/\w/);
  });

  it('waits with Key Information while the key is refused, holds up nothing else, and goes on', async () => {
    await setKey('WRONGKEY');
    const email = 'waits@customer.example';
    const { id } = scene.shop.registerCustomer({ email, meta: META });
    await scene.shop.webhooks.flush();
    scene.shop.placeOrder({ customerId: id, paid: true });
    await scene.shop.webhooks.flush();
    await scene.until('the purchase is there', async () =>
      scene.sandbox.events({ type: 'PURCHASE' }).items.some((event) => event.email === email),
    );
    const account = () => scene.get(`${scene.tenantPath}/accounts/${scene.accountId}`);
    await scene.until('the key is refused', async () => (await account()).v3Key.state === 'wrong');
    expect((await account()).state).toBe('active');
    await scene.until('Key Information waits', async () => {
      const waiting = await scene.hub.app
        .get(Database)
        .query<{ cause: string }>(
          `SELECT cause FROM command WHERE kind = 'keyInformation' AND state = 'ready'`,
        );
      return waiting.length > 0;
    });
    expect(keyInformation(email)).toEqual({});

    await setKey(KEY);
    await scene.settled();
    expect(keyInformation(email)).toMatchObject({ loyalty: 'gold' });
  });

  it('shows on the last real messages what another mapping would send', async () => {
    const before = scene.sandbox.stats();
    const fieldMapping = [
      { from: 'meta_data[key=size].value', to: 'property', name: 'size' },
      { from: 'no.such.thing', to: 'tag', name: 'x' },
    ];
    const path = `${scene.path}/settings/preview`;
    const { status, body } = await scene.hub.api('POST', path, { fieldMapping, limit: 20 });
    expect(status).toBe(200);
    expect(body).toMatchObject({ hasV3ApiKey: true, limits: { property: 255, detail: 255 } });
    // biome-ignore lint/suspicious/noExplicitAny: the answer is read as it is.
    const objects = body.messages.flatMap((message: any) => message.objects);
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    const contact = objects.find((one: any) => one.kind === 'contact');
    expect(contact.fields).toEqual([
      { ...fieldMapping[0], outcome: 'read', value: 'M' },
      { ...fieldMapping[1], outcome: 'missing', value: null },
    ]);
    expect(contact.commands[0]).toMatchObject({
      kind: 'upsertContact',
      payload: { properties: { size: 'M' } },
    });
    expect(scene.sandbox.stats()).toEqual(before);
    const { body: settings } = await scene.hub.api('GET', `${scene.path}/settings`);
    expect(settings.fieldMapping.value).toEqual(MAPPING);
    const wrong = await scene.hub.api('POST', path, { fieldMapping: [{ from: 'a' }] });
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, 'fieldMapping']);
  });
});

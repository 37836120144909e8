import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SalesmanagoClient } from '@storewire/salesmanago';
import { DEFAULT_ACCOUNT } from '@storewire/sandbox';
import { DoorScene, type DoorStore } from '../testing/door-scene.js';
import { CompatOutcome } from './compat-outcome.service.js';

jest.setTimeout(120_000);

const email = 'ada@customer.example';
const owner = DEFAULT_ACCOUNT.owners[0] as string;

/** A client made for SALESmanago: it is given a host, a client id and a secret, and knows nothing of the hub. */
describe('a client that signs SALESmanago v2 requests', () => {
  let scene: DoorScene;
  let store: DoorStore;
  let client: SalesmanagoClient;
  let secret: string;

  beforeAll(async () => {
    scene = await DoorScene.open();
    // Here SALESmanago's own ids are meant, however slow this machine is.
    Object.assign(scene.hub.app.get(CompatOutcome), { waitMs: 25_000 });
    store = await scene.store({ settings: { operatingMode: null, location: 'ebexo_pl' } });
    const made = await scene.made(`${store.path}/compat-credentials`, {});
    secret = made.apiSecret;
    client = clientOf(made.clientId, made.apiSecret);
  });
  afterAll(async () => {
    await client?.close();
    await scene?.close();
  });

  const clientOf = (clientId: string, apiSecret: string) =>
    new SalesmanagoClient({
      endpoint: store.compatUrl,
      clientId,
      owner,
      credential: { kind: 'secret', apiSecret },
    });
  const purchase = () =>
    client.events.add({
      email,
      contactEvent: {
        contactExtEventType: 'PURCHASE',
        date: Date.parse('2026-11-20T10:00:00Z'),
        products: ['1001', '1002'],
        value: '249.90',
        externalId: '7001',
      },
    });

  it('works against the compatibility door unchanged', async () => {
    expect(await client.account.owners()).toContain(owner);
    expect(await client.contacts.hasContact(email)).toMatchObject({ exists: false });
    const upserted = await client.contacts.upsert({
      contact: { email, name: 'Ada Kowal', externalId: 'C-1007' },
      tags: ['SHOP_REGISTER'],
      forceOptIn: true,
    });
    const { contactId } = upserted.value;
    expect(contactId).toBe(scene.sandbox.contact(email)?.id);
    expect(await client.contacts.hasContact(email)).toMatchObject({ exists: true });
    expect(await client.contacts.basic([email])).toMatchObject([{ contactId, optedOut: false }]);
    expect(await client.contacts.basicById([contactId])).toMatchObject([{ email }]);

    const at = { contactExtEventType: 'CART', date: Date.now() } as const;
    const added = await client.events.add({
      email,
      contactEvent: { ...at, products: ['1001'], value: '5' },
    });
    const { eventId } = added.value;
    const changed = { ...at, date: at.date + 1_000, products: ['1001', '1002'], value: '9' };
    await client.events.update(eventId, changed);
    expect(scene.sandbox.events({ type: 'CART' }).items).toMatchObject([
      { eventId, value: 9, products: '1001,1002' },
    ]);
    const first = await purchase();
    expect((await purchase()).value).toEqual(first.value);
    expect(scene.sandbox.events({ type: 'PURCHASE' }).items).toMatchObject([
      { ...first.value, externalId: '7001', value: 249.9 },
    ]);
    const returned = await client.events.add(refund());
    expect(returned.value.eventId).toEqual(expect.any(String));
    await scene.settled(store);
    const messages = await scene.messages(store);
    expect(new Set(messages.map(({ source }) => source))).toEqual(new Set(['compat']));
    expect(messages).toHaveLength(6);
  });

  const refund = () => ({
    email,
    contactEvent: {
      contactExtEventType: 'RETURN' as const,
      date: Date.parse('2026-11-21T10:00:00Z'),
      externalId: '7001',
      value: '249.90',
    },
  });

  it('reads a refusal as it reads one of SALESmanago', async () => {
    await expect(client.contacts.delete(email)).rejects.toMatchObject({ outcome: 'refused' });
    const stranger = clientOf('nobody', secret);
    await expect(stranger.account.owners()).rejects.toMatchObject({ outcome: 'unauthorized' });
    await stranger.close();
  });
});

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Database } from '../database/database.service.js';
import { WooScene } from '../testing/woo-scene.js';

jest.setTimeout(120_000);

describe('the explanation of a message', () => {
  let scene: WooScene;
  const buyer = { email: 'ada@customer.example', first_name: 'Ada' };

  beforeAll(async () => {
    scene = await WooScene.open();
  });
  afterAll(() => scene?.close());

  const find = async (q: string) =>
    (await scene.get(`${scene.path}/messages?q=${encodeURIComponent(q)}`)).items;
  /** An order comes as created and as updated; the second has nothing new to say. */
  const findSent = async (q: string) =>
    (await find(q)).find(({ state }: { state: string }) => state !== 'filtered');
  const detail = (id: string) => scene.get(`${scene.path}/messages/${id}`);

  it('shows each attempt with the request as it was sent, without credentials', async () => {
    const order = scene.shop.placeOrder({ paid: true, guest: buyer });
    await scene.deliver();
    const message = await findSent(String(order.id));
    expect(message).toMatchObject({
      state: 'delivered',
      explanation: 'SALESmanago has it: the contact, the event.',
    });
    const { commands } = await detail(message.id);
    const attempts = commands.flatMap((command: { attempts: unknown[] }) => command.attempts);
    expect(attempts.map(({ method }: { method: string }) => method)).toEqual([
      'contact/upsert',
      'v2/contact/addContactExtEvent',
    ]);
    for (const [i, method] of ['contact/upsert', 'v2/contact/addContactExtEvent'].entries()) {
      const [received] = scene.sandbox.requests({ path: `/api/${method}` });
      const {
        clientId: _,
        apiKey: __,
        requestTime: ___,
        sha: ____,
        owner,
        ...sent
      } = JSON.parse(received?.body ?? '{}') as Record<string, unknown>;
      expect(owner).toBe('owner@shop.example');
      expect(attempts[i].request).toEqual(sent);
    }
    expect(JSON.stringify(attempts)).not.toMatch(/apiKey|requestTime|"sha"/);
  });

  it('says how long each step took', async () => {
    const message = await findSent(buyer.email);
    const { timing, commands } = await detail(message.id);
    expect(timing).toMatchObject({
      receivedAt: message.receivedAt,
      settledAt: message.settledAt,
      totalMs: Date.parse(message.settledAt) - Date.parse(message.receivedAt),
    });
    expect(timing.decidingMs + timing.waitingMs + timing.deliveringMs).toBe(timing.totalMs);
    const [attempt] = commands[0].attempts;
    expect(attempt.durationMs).toBe(Date.parse(attempt.finishedAt) - Date.parse(attempt.startedAt));
  });

  it('finds an order by its number, with or without #, and by the id in the store', async () => {
    const message = await findSent(buyer.email);
    const db = scene.hub.app.get(Database);
    await db.write((tx) =>
      tx.query(`UPDATE message SET reference = '#1013', external_id = '5500000001' WHERE id = $1`, [
        message.id,
      ]),
    );
    for (const q of ['1013', '#1013', '5500000001', message.id, 'ADA@customer.example']) {
      const items = await find(q);
      expect([q, items.map(({ id }: { id: string }) => id)]).toEqual([
        q,
        expect.arrayContaining([message.id]),
      ]);
    }
    expect(await find('1014')).toEqual([]);
    const [state] = (await scene.get(`${scene.path}/messages?q=1013&state=filtered`)).items;
    expect(state).toBeUndefined();
  });

  it('says in one request why nothing was sent for an order', async () => {
    const order = scene.shop.placeOrder({ guest: buyer });
    await scene.deliver();
    const [message] = await find(String(order.id));
    expect(message).toMatchObject({
      state: 'filtered',
      rule: 'notAPurchase',
      explanation: `Nothing was sent: An order in state ${order.status} is neither a purchase nor its end.`,
    });
  });

  it('says that an order was sent before', async () => {
    const order = scene.shop.placeOrder({ paid: true, guest: buyer });
    await scene.deliver();
    scene.shop.setOrderStatus(order.id, 'completed');
    await scene.deliver();
    const [message] = await find(String(order.id));
    expect(message).toMatchObject({
      rule: 'alreadySent',
      explanation: 'Nothing was sent: The PURCHASE of this order was sent before or is on its way.',
    });
  });

  it('keeps what an attempt said when its dead letter is edited', async () => {
    scene.sandbox.faults.add({ kind: 'failure', path: 'contact/upsert', count: 1 });
    const guest = { email: 'eve@customer.example', first_name: 'Eve' };
    const order = scene.shop.placeOrder({ paid: true, guest });
    await scene.deliver();
    const message = await findSent(String(order.id));
    expect(message.state).toBe('dead');
    expect(message.explanation).toMatch(/^Stopped and waits for a person: SALESmanago/);

    const letters = (await scene.get(`${scene.path}/dead-letters`)).items;
    const contact = letters.find(({ kind }: { kind: string }) => kind === 'upsertContact');
    expect(contact).toMatchObject({
      cause: 'SM_REFUSED',
      next: 'fixData',
      hint: expect.stringContaining('Correct what the text of SALESmanago names'),
      tries: 1,
      lastAnswer: expect.stringContaining('SALESmanago'),
    });
    const event = letters.find(({ kind }: { kind: string }) => kind === 'addEvent');
    expect(event).toMatchObject({
      cause: 'CONTACT_REFUSED',
      next: 'fixData',
      hint: expect.stringContaining('Correct the contact'),
      lastAnswer: null,
    });
    const groups = (await scene.get(`${scene.path}/dead-letters?group=cause`)).items;
    expect(groups).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ cause: 'SM_REFUSED', count: 1, next: 'fixData' }),
        expect.objectContaining({ cause: 'CONTACT_REFUSED', count: 1, next: 'fixData' }),
      ]),
    );

    const payload = {
      ...contact.payload,
      contact: { ...contact.payload.contact, name: 'Eve the second' },
    };
    const path = `${scene.path}/dead-letters`;
    expect((await scene.hub.api('PATCH', `${path}/${contact.id}`, { payload })).status).toBe(204);
    const { body } = await scene.hub.api('POST', `${path}/retry`, { all: true });
    expect(body.retried).toBe(2);
    await scene.settled();
    const { commands, state } = await detail(message.id);
    expect(state).toBe('delivered');
    const [upsert] = commands;
    const names = upsert.attempts.map(
      ({ request }: { request: { contact: { name: string } } }) => request.contact.name,
    );
    expect(names).toEqual([contact.payload.contact.name, 'Eve the second']);
  });
});

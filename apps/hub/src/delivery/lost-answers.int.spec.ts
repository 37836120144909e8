import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createSandbox, DEFAULT_ACCOUNT } from '@storewire/sandbox';
import { Clock } from '../clock.js';
import { auditPerson, noFindings } from '../selftest/audit.js';
import { Dice } from '../selftest/dice.js';
import { FakeShopify } from '../selftest/fake-shopify.js';
import { type Story, type StoryKind, Storyteller } from '../selftest/stories.js';
import { TestClock } from '../testing/test-clock.js';
import { startTestHub, type TestHub } from '../testing/test-hub.js';
import { until } from '../testing/until.js';
import { LaneService } from './lane.service.js';

jest.setTimeout(180_000);

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('an answer that is lost after the work was done', () => {
  const sandbox = createSandbox({ operationsPerContact: 100 });
  const clock = new TestClock();
  const stories = new Storyteller(new Dice(1), Date.now() - HOUR_MS);
  const shops = new Map<Story['shop'], FakeShopify>();
  const paths: string[] = [];
  let hub: TestHub;

  beforeAll(async () => {
    await sandbox.listen();
    hub = await startTestHub({
      override: (builder) => builder.overrideProvider(Clock).useValue(clock),
    });
    const { id } = await hub.tenant();
    const { body: account } = await hub.api('POST', `/api/v1/tenants/${id}/accounts`, {
      name: 'Sandbox',
      endpoint: sandbox.url,
      clientId: DEFAULT_ACCOUNT.clientId,
      apiSecret: DEFAULT_ACCOUNT.apiSecret,
      owner: DEFAULT_ACCOUNT.owners[0],
      callsPerSecond: 500,
      lookUpSeconds: [0.1, 0.5, 1],
    });
    for (const shop of ['plain', 'confirming'] as const) {
      const shopDomain = `${shop}.myshopify.com`;
      const clientSecret = randomBytes(16).toString('hex');
      const { body } = await hub.api('POST', `/api/v1/tenants/${id}/stores`, {
        name: shop,
        platform: 'shopify',
        accountId: account.id,
        connection: {
          shopDomain,
          clientSecret,
          accessToken: 'shpat_invented',
          apiBaseUrl: 'http://127.0.0.1:9',
        },
        settings: { location: shop, doubleOptIn: shop === 'confirming' },
      });
      paths.push(`/api/v1/tenants/${id}/stores/${body.id}`);
      const door = { webhookUrl: body.webhookUrl, shopDomain, clientSecret };
      shops.set(shop, new FakeShopify(door, async () => undefined));
    }
    // The first event shows that look-ups work in this account.
    await tell(stories.story('guest order'));
    await until(
      'a look-up was made',
      () => sandbox.stats().callsByMethod['/api/contact/listAll'] !== undefined,
    );
  });
  afterAll(async () => {
    await hub.close();
    await sandbox.close();
  });

  const ledger = async () => {
    const all = await Promise.all(paths.map((path) => hub.api('GET', `${path}/ledger`)));
    const sum = (name: string) => all.reduce((total, { body }) => total + body[name], 0);
    return { pending: sum('pending'), dead: sum('dead') };
  };
  const settled = () => until('nothing is pending', async () => (await ledger()).pending === 0);
  const deliver = (story: Story, n: number) => {
    const delivery = story.deliveries.at(n);
    return delivery && shops.get(story.shop)?.deliver(delivery);
  };
  const tell = async (story: Story, from = 0): Promise<void> => {
    for (let n = from; n < story.deliveries.length; n += 1) await deliver(story, n);
    await settled();
  };
  /** Tells a story and loses the answer to the first call of a method after the n-th webhook. */
  const loseAnswer = async (kind: StoryKind, n: number, path: string): Promise<Story> => {
    const story = stories.story(kind);
    for (let i = 0; i < n; i += 1) await deliver(story, i);
    await settled();
    sandbox.faults.add({ kind: 'applyThenReset', path, count: 1 });
    const before = sandbox.stats().faultsFired;
    await deliver(story, n);
    await until('the fault has fired', () => sandbox.stats().faultsFired > before);
    return story;
  };
  const findings = (story: Story) => auditPerson(sandbox, story.expected);

  it('makes no second CART: the next snapshot updates the one that was found', async () => {
    const story = await loseAnswer('cart and order', 1, '*addContactExtEvent');
    await settled();
    await tell(story, 2);
    expect(findings(story)).toEqual(noFindings());
  });

  it('leaves nothing to a person when a CART was deleted', async () => {
    const story = await loseAnswer('emptied cart', 3, 'contact/deleteContactExtEvent');
    await settled();
    expect(findings(story)).toEqual(noFindings());
    expect((await ledger()).dead).toBe(0);
  });

  it('leaves nothing to a person when an address was changed', async () => {
    const story = await loseAnswer('new address', 1, 'contact/upsert');
    await tell(story, 2);
    expect(findings(story)).toEqual(noFindings());
    expect((await ledger()).dead).toBe(0);
  });

  it('finds a PURCHASE under the address it was sent with, when a new address waits behind it', async () => {
    const story = stories.story('new address');
    const email = story.expected.formerEmail;
    const order = story.deliveries.at(2)?.body as { customer?: object } | undefined;
    const body = { ...order, email, customer: { ...order?.customer, email } };
    await deliver(story, 0);
    await settled();
    sandbox.faults.add({ kind: 'applyThenReset', path: '*addContactExtEvent', count: 1 });
    const before = sandbox.stats().faultsFired;
    await shops.get('plain')?.deliver({ topic: 'orders/create', body });
    await until('the fault has fired', () => sandbox.stats().faultsFired > before);
    await tell(story, 1);
    expect(findings(story)).toEqual(noFindings());
  });

  it('asks for a confirmation mail again only after the window', async () => {
    const story = await loseAnswer('confirmation mail', 0, 'contact/upsert');
    const mails = () =>
      (sandbox.contact(story.expected.email)?.confirmations as unknown[] | undefined)?.length;
    await deliver(story, 1);
    clock.move(9 * MINUTE_MS);
    await hub.app.get(LaneService).sweep();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect([mails(), (await ledger()).pending]).toEqual([1, 2]);
    clock.move(MINUTE_MS);
    await hub.app.get(LaneService).sweep();
    await settled();
    expect([mails(), (await ledger()).dead]).toEqual([2, 0]);
  });

  it('does not leave a queue behind that moved to a new address while a call was under way', async () => {
    const story = stories.story('new address');
    sandbox.faults.add({ kind: 'slow', delayMs: 300, path: 'contact/upsert', count: 1 });
    const before = sandbox.stats().faultsFired;
    await deliver(story, 0);
    await until('the fault has fired', () => sandbox.stats().faultsFired > before);
    await tell(story, 1);
    expect(findings(story)).toEqual(noFindings());
  });
});

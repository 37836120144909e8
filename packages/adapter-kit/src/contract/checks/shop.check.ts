import { must } from '../expect.js';
import { type ContractRun, connectionOf } from '../run.js';

/** The shop key is there before the first check, is confirmed by it, and outlives a reinstall and a new name. */
export async function shopKeyLasts(run: ContractRun): Promise<void> {
  const first = await keyOf(run, run.connection);
  const { connection } = await run.fake.reinstall();
  const second = await keyOf(run, connectionOf(run.adapter, connection));
  must(first === second, `The shop key was ${first} and is ${second} after a reinstall.`);
}

async function keyOf(run: ContractRun, connection: object): Promise<string> {
  const { adapter, fake } = run;
  const before = adapter.shopKey(connection);
  const shop = await adapter.checkConnection(run.client({}, connection));
  must(
    before !== undefined && /^[a-z0-9-]+:\S+$/.test(before),
    `The shop key must be the platform, a colon and the shop's lasting id, but is ${before}.`,
  );
  must(
    shop.shopKey === before,
    `The check changes the shop key from ${before} to ${shop.shopKey}.`,
  );
  must(shop.name.trim() !== '', 'checkConnection gives no name of the shop.');
  must(
    shop.zone === undefined || shop.zone === fake.context.zone,
    `checkConnection gives the zone ${shop.zone}, the shop is in ${fake.context.zone}.`,
  );
  must(
    shop.currency === undefined || shop.currency === fake.context.currency,
    `checkConnection gives the currency ${shop.currency}, the shop has ${fake.context.currency}.`,
  );
  return before;
}

/** A permission the credentials lack is named with what will not work; with all of them nothing is missing. */
export async function missingPermissionsAreNamed(run: ContractRun): Promise<void> {
  const { adapter, fake } = run;
  const missingNow = async () => (await adapter.checkConnection(run.client())).missing;
  const whole = await missingNow();
  must(
    whole.length === 0,
    `The credentials have everything, but the check misses ${whole.map((m) => m.permission).join(', ')}.`,
  );
  for (const permission of fake.permissions) {
    fake.withhold(permission);
    const found = (await missingNow()).find((m) => m.permission === permission);
    must(found, `The credentials lack ${permission}, and the check does not name it.`);
    must(found.effect.trim() !== '', `${permission}: say what will not work without it.`);
    fake.withhold(undefined);
  }
}

const ADDRESS = 'https://hub.example/hooks/contract';

/** Registering twice leaves one subscription per topic; a switched-off one is seen by check and repaired by register. */
export async function registrationRepairs(run: ContractRun): Promise<void> {
  const { adapter, fake, connection } = run;
  const webhooks = adapter.sources.webhooks;
  must(
    webhooks?.register && webhooks.check,
    'sources.webhooks: register and check belong together, one of them is missing.',
  );
  const { register, check } = webhooks;
  const topics = webhooks.topics.filter((topic) => !fake.unsubscribedTopics?.includes(topic));
  const mustBeWhole = async (after: string) => {
    const held = fake.subscriptions().filter((subscription) => subscription.address === ADDRESS);
    const seen = await check(run.client(), ADDRESS);
    for (const topic of topics) {
      const active = held.filter((s) => s.topic === topic && s.active).length;
      must(active === 1, `${after} the store has ${active} active subscriptions to ${topic}.`);
      const listed = seen.filter((s) => s.topic === topic && s.active && s.address === ADDRESS);
      must(listed.length === 1, `${after} check shows ${listed.length} active ones to ${topic}.`);
    }
    must(
      held.length === topics.length,
      `${after} the store has ${held.length} subscriptions for ${topics.length} topics.`,
    );
  };

  const made = await register(run.client(), ADDRESS, connection);
  for (const topic of topics) {
    must(
      made.some((s) => s.topic === topic && s.active),
      `register does not give an active subscription to ${topic}.`,
    );
  }
  await mustBeWhole('After registering');
  await register(run.client(), ADDRESS, connection);
  await mustBeWhole('After registering twice');

  const [topic] = topics;
  must(topic !== undefined, 'sources.webhooks has no topic to subscribe to.');
  fake.switchOff(topic);
  const seen = await check(run.client(), ADDRESS);
  must(
    !seen.some((s) => s.topic === topic && s.active),
    `The store switched the subscription to ${topic} off, and check calls it active.`,
  );
  await register(run.client(), ADDRESS, connection);
  await mustBeWhole('After a switched-off subscription was repaired');
}

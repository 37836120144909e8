import { equalInConstantTime } from '@storewire/adapter-kit';
import type { WebhookSubscription } from '@storewire/core';
import type { BigCommerceClient } from './client.js';
import type { BigCommerceConnection } from './connection.js';
import { TOPICS } from './webhook-reading.js';
import { SECRET_HEADER } from './webhook-signature.js';

const HOOKS = '/v3/hooks';

interface Hook {
  readonly id: number;
  readonly scope: string;
  readonly destination: string;
  readonly is_active: boolean;
  readonly headers?: Readonly<Record<string, string>> | null;
}

/**
 * Makes the store's webhooks for `address` what they should be: one active webhook per topic, with the secret of the
 * connection in its header. Those that BigCommerce switched off are switched on again, doubles and topics that are no
 * longer wanted removed, webhooks to other addresses left alone. Those of another API account cannot be seen.
 *
 * One call to list and one for each topic that is not as it should be; repeatable. It takes BigCommerce up to a minute
 * to use a new one.
 */
export async function registerHooks(
  client: BigCommerceClient,
  address: string,
  { webhookSecret }: BigCommerceConnection,
): Promise<WebhookSubscription[]> {
  const present = await hooksAt(client, address);
  const wanted: Hook[] = [];
  for (const scope of TOPICS) {
    const [kept, ...doubles] = present.filter((hook) => hook.scope === scope);
    for (const hook of doubles) await remove(client, hook);
    const hook = {
      scope,
      destination: address,
      is_active: true,
      headers: { [SECRET_HEADER]: webhookSecret },
    };
    wanted.push(
      kept && isWhole(kept, webhookSecret)
        ? kept
        : ((await (kept
            ? client.write<Hook>('PUT', `${HOOKS}/${kept.id}`, hook)
            : client.write<Hook>('POST', HOOKS, hook))) ?? { id: 0, ...hook }),
    );
  }
  for (const hook of present.filter(({ scope }) => !TOPICS.includes(scope))) {
    await remove(client, hook);
  }
  return wanted.map(subscriptionOf);
}

/** The webhooks of this API account that point to `address`, whatever their state. */
export async function checkHooks(
  client: BigCommerceClient,
  address: string,
): Promise<WebhookSubscription[]> {
  return (await hooksAt(client, address)).map(subscriptionOf);
}

async function hooksAt(client: BigCommerceClient, address: string): Promise<Hook[]> {
  const hooks: Hook[] = [];
  for (let page = 1; ; page++) {
    const { rows, totalPages = 1 } = await client.list<Hook>(HOOKS, {
      destination: address,
      limit: 250,
      page,
    });
    hooks.push(...rows.filter(({ destination }) => destination === address));
    if (rows.length === 0 || page >= totalPages) return hooks;
  }
}

/** Header names have no case. */
function isWhole({ is_active, headers }: Hook, secret: string): boolean {
  const own = Object.entries(headers ?? {}).find(
    ([name]) => name.toLowerCase() === SECRET_HEADER.toLowerCase(),
  );
  return is_active && own !== undefined && equalInConstantTime(String(own[1]), secret);
}

/** A webhook that is gone already is as it should be. */
const remove = (client: BigCommerceClient, { id }: Hook): Promise<unknown> =>
  client.write('DELETE', `${HOOKS}/${id}`, undefined, [404]);

const subscriptionOf = ({ id, scope, destination, is_active }: Hook): WebhookSubscription => ({
  id: String(id),
  topic: scope,
  address: destination,
  active: is_active,
  ...(is_active
    ? {}
    : {
        detail:
          'Switched off by BigCommerce: deliveries failed for two days, or none were due for 90.',
      }),
});

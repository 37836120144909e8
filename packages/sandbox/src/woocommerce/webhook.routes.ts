import type { WooWebhook } from './documents.js';
import { both, type Frame, links } from './frame.js';
import { listing } from './listing.js';
import { LIST_RULES, type ParamRules, Params } from './query.js';
import { Dice, STREAM } from './random.js';
import { WEBHOOK_STATUSES, type WebhookRecord, type WebhookStatus } from './records.js';
import { missingParams, RestError } from './rest.error.js';
import type { RestContext } from './rest-api.js';
import { idOf, type RestRequest, type RestResource, textField } from './rest-request.js';
import { hooksOf } from './webhook-topics.js';

const RULES: ParamRules = {
  ...LIST_RULES,
  orderby: { is: 'enum', of: ['date', 'id', 'title'] },
  status: { is: 'enum', of: ['all', ...WEBHOOK_STATUSES] },
};

/** A webhook as `GET /webhooks/{id}`: the secret is never part of it. */
export function webhookDocument(frame: Frame, record: WebhookRecord): WooWebhook {
  const [created, createdGmt] = both(frame, record.createdAt);
  const [modified, modifiedGmt] = both(frame, record.modifiedAt);
  const [resource = '', event = ''] = record.topic.split('.');
  return {
    id: record.id,
    name: record.name,
    status: record.status,
    topic: record.topic,
    resource,
    event,
    hooks: [...record.hooks],
    delivery_url: record.deliveryUrl,
    date_created: created,
    date_created_gmt: createdGmt,
    date_modified: modified,
    date_modified_gmt: modifiedGmt,
    _links: links(frame, '/wc/v3/webhooks', record.id),
  };
}

export function webhookRoutes(context: RestContext): RestResource[] {
  const { webhooks } = context;
  const find = (request: RestRequest): WebhookRecord => {
    const record = webhooks.shelf.get(idOf(request));
    if (record !== undefined) return record;
    throw new RestError(404, 'woocommerce_rest_shop_webhook_invalid_id', 'Invalid ID.');
  };
  return [
    {
      path: '/wc/v3/webhooks',
      read: (request) => list(context, request),
      create: async ({ body }) => {
        const missing = ['topic', 'delivery_url'].filter((name) => !textField(body, name));
        if (missing.length > 0) throw missingParams(missing);
        const record = newWebhook(context, body);
        webhooks.shelf.put(record);
        // The answer shows the webhook before its first call has been counted as an edit.
        const shown = webhookDocument(context.frame(), record);
        await webhooks.ping(record);
        return { status: 201, body: shown };
      },
    },
    {
      path: '/wc/v3/webhooks/{id}',
      read: (request) => ({ status: 200, body: webhookDocument(context.frame(), find(request)) }),
      update: (request) => {
        const known = find(request);
        const { body } = request;
        // The failure count stays as it is: a webhook switched on again is off at the next failure.
        const record: WebhookRecord = {
          ...known,
          name: textField(body, 'name') ?? known.name,
          status: statusField(body) ?? known.status,
          secret: textField(body, 'secret') ?? known.secret,
          deliveryUrl: urlField(body) ?? known.deliveryUrl,
          ...(topicField(body) ?? {}),
          modifiedAt: context.shop.now,
        };
        webhooks.shelf.put(record);
        return { status: 200, body: webhookDocument(context.frame(), record) };
      },
      remove: (request) => {
        const record = find(request);
        if (!new Params(request.query, {}).isTrue('force')) {
          throw new RestError(
            501,
            'woocommerce_rest_trash_not_supported',
            'Webhooks do not support trashing.',
          );
        }
        webhooks.shelf.remove(record.id);
        return { status: 200, body: webhookDocument(context.frame(), record) };
      },
    },
  ];
}

function list({ webhooks, frame }: RestContext, request: RestRequest) {
  const params = new Params(request.query, RULES);
  const { shelf } = webhooks;
  const status = params.text('status') ?? 'all';
  const state = WEBHOOK_STATUSES.indexOf(status as WebhookStatus);
  const direction = params.text('order') === 'asc' ? 1 : -1;
  const orderby = params.text('orderby') ?? 'date';
  const found = shelf.query(
    `${status} ${orderby} ${direction}`,
    (row) => status === 'all' || shelf.state(row) === state,
    (a, b) =>
      (orderby === 'date' ? direction * (shelf.createdAt(a) - shelf.createdAt(b)) : 0) ||
      (orderby === 'id' ? direction : 1) * (shelf.id(a) - shelf.id(b)),
  );
  return listing(frame(), request, params, found, (id) => {
    const record = shelf.get(id);
    return record && webhookDocument(frame(), record);
  });
}

function newWebhook({ webhooks, shop }: RestContext, body: RestRequest['body']): WebhookRecord {
  const id = webhooks.nextId();
  const topic = topicField(body) ?? { topic: '', hooks: [] };
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return {
    id,
    name: textField(body, 'name') ?? `Webhook created on ${shop.clock.local(shop.now)}`,
    status: statusField(body) ?? 'active',
    ...topic,
    deliveryUrl: urlField(body) ?? '',
    // Without a secret the shop makes one up and shows it to nobody.
    secret:
      textField(body, 'secret') ??
      new Dice(shop.settings.seed, STREAM.secrets, 1_000 + id).text(50, letters),
    createdAt: shop.now,
    modifiedAt: null,
    failureCount: 0,
  };
}

function topicField(body: RestRequest['body']) {
  const topic = textField(body, 'topic');
  if (topic === undefined) return undefined;
  const hooks = hooksOf(topic);
  if (hooks !== undefined) return { topic, hooks };
  throw new RestError(
    400,
    'woocommerce_rest_shop_webhook_invalid_topic',
    'Webhook topic must be valid.',
  );
}

function urlField(body: RestRequest['body']): string | undefined {
  const url = textField(body, 'delivery_url');
  if (url === undefined || /^https?:\/\/./.test(url)) return url;
  throw new RestError(
    400,
    'woocommerce_rest_shop_webhook_invalid_delivery_url',
    'Webhook delivery URL must be a valid URL starting with http:// or https://.',
  );
}

function statusField(body: RestRequest['body']): WebhookStatus | undefined {
  const status = textField(body, 'status');
  const known = WEBHOOK_STATUSES.find((one) => one === status);
  if (status === undefined || known !== undefined) return known;
  throw new RestError(
    400,
    'woocommerce_rest_shop_webhook_invalid_status',
    'Webhook status must be valid.',
  );
}

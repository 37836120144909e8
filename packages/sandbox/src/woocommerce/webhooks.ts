import { createHash, createHmac } from 'node:crypto';
import { Agent, request } from 'undici';
import { WOOCOMMERCE_VERSION, WORDPRESS_VERSION } from './frame.js';
import type { WebhookRecord } from './records.js';
import { Shelf } from './shelf.js';

/** Failures in a row that are only counted; the next one switches the webhook off. */
const COUNTED_FAILURES = 6;
const REMEMBERED_DELIVERIES = 1_000;
const USER_AGENT = `WooCommerce/${WOOCOMMERCE_VERSION} Hookshot (WordPress/${WORDPRESS_VERSION})`;

/** One call the store made to a webhook's address. */
export interface WebhookDelivery {
  webhookId: number;
  /** Undefined for the ping. */
  topic: string | undefined;
  resourceId: number | undefined;
  /** Not unique: the same for all deliveries of a webhook within one second. */
  deliveryId: string | undefined;
  headers: Readonly<Record<string, string>>;
  /** The exact text that was sent and signed. */
  body: string;
  /** Undefined when nobody answered. */
  status: number | undefined;
}

export interface WebhookHost {
  /** Seconds. */
  now(): number;
  home(): string;
  /** The document as it is at the time of sending, which may be an error body. */
  payload(resource: string, id: number): unknown;
  /** Delivers by itself this long after something happened; undefined to wait for `flush()`. */
  delayMs: number | undefined;
  timeoutMs: number;
}

/**
 * The webhooks of the store. Delivery is late, unordered by design of its source, not repeated after
 * a failure, and gives up the webhook at the seventh failure in a row.
 */
export class Webhooks {
  readonly shelf = new Shelf<WebhookRecord>(
    { count: 0, keysAt: noPast, at: noPast, indexOf: () => undefined },
    (record) => ({
      id: record.id,
      createdAt: record.createdAt,
      modifiedAt: record.modifiedAt ?? 0,
      state: ['active', 'paused', 'disabled'].indexOf(record.status),
      ownerId: 0,
    }),
  );
  /** By webhook and resource: a burst of changes is delivered once. */
  readonly #pending = new Map<string, { webhookId: number; resourceId: number }>();
  readonly #deliveries: WebhookDelivery[] = [];
  readonly #agent = new Agent({ pipelining: 0 });
  #running: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #lastId = 0;
  #isClosed = false;

  constructor(private readonly host: WebhookHost) {}

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** Notes that something happened; every active webhook with this topic will tell. */
  announce(topic: string, resourceId: number): void {
    for (const webhook of this.shelf.written()) {
      if (webhook.status !== 'active' || webhook.topic !== topic) continue;
      this.#pending.set(`${webhook.id}/${resourceId}`, { webhookId: webhook.id, resourceId });
    }
    if (this.#pending.size > 0) this.#schedule();
  }

  get pendingCount(): number {
    return this.#pending.size;
  }

  /** The latest calls, oldest first, pings included. */
  get deliveries(): readonly WebhookDelivery[] {
    return this.#deliveries;
  }

  /**
   * Delivers what is pending now, one call after the other, and resolves with those calls. What
   * happens meanwhile stays pending. `reverse` delivers the newest first, as shops sometimes do.
   */
  flush(order: 'oldestFirst' | 'reverse' = 'oldestFirst'): Promise<WebhookDelivery[]> {
    const run = this.#running.then(async () => {
      const batch = [...this.#pending.values()];
      this.#pending.clear();
      if (order === 'reverse') batch.reverse();
      const sent: WebhookDelivery[] = [];
      for (const { webhookId, resourceId } of batch) {
        const delivery = await this.#deliver(webhookId, resourceId);
        if (delivery !== undefined) sent.push(delivery);
      }
      return sent;
    });
    this.#running = run;
    return run;
  }

  /** The unsigned, form-encoded call that greets a new address. */
  async ping(webhook: WebhookRecord): Promise<void> {
    const headers = {
      'user-agent': USER_AGENT,
      accept: '*/*',
      'content-type': 'application/x-www-form-urlencoded',
    };
    const body = `webhook_id=${webhook.id}`;
    const status = await this.#post(webhook.deliveryUrl, headers, body);
    this.#remember({
      webhookId: webhook.id,
      topic: undefined,
      resourceId: undefined,
      deliveryId: undefined,
      headers,
      body,
      status,
    });
    const known = this.shelf.get(webhook.id);
    if (known !== undefined) this.shelf.put({ ...known, modifiedAt: this.host.now() });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#pending.clear();
    await this.#agent.destroy();
  }

  #schedule(): void {
    if (this.host.delayMs === undefined || this.#timer !== undefined || this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.flush();
    }, this.host.delayMs);
    this.#timer.unref();
  }

  async #deliver(webhookId: number, resourceId: number): Promise<WebhookDelivery | undefined> {
    const webhook = this.shelf.get(webhookId);
    if (webhook?.status !== 'active' || this.#isClosed) return undefined;
    const [resource = '', event = ''] = webhook.topic.split('.');
    const payload =
      event === 'deleted' ? { id: resourceId } : this.host.payload(resource, resourceId);
    const body = phpJson(payload);
    const deliveryId = createHash('md5').update(`${webhookId}${this.host.now()}`).digest('hex');
    const headers = {
      'user-agent': USER_AGENT,
      accept: '*/*',
      'content-type': 'application/json',
      'x-wc-webhook-source': `${this.host.home()}/`,
      'x-wc-webhook-topic': webhook.topic,
      'x-wc-webhook-resource': resource,
      'x-wc-webhook-event': event,
      'x-wc-webhook-signature': sign(webhook.secret, body),
      'x-wc-webhook-id': String(webhookId),
      'x-wc-webhook-delivery-id': deliveryId,
    };
    const status = await this.#post(webhook.deliveryUrl, headers, body);
    const delivery = {
      webhookId,
      topic: webhook.topic,
      resourceId,
      deliveryId,
      headers,
      body,
      status,
    };
    this.#remember(delivery);
    this.#count(webhookId, status);
    return delivery;
  }

  /** Success is 200 to 302 in WooCommerce's own code, wider than its documentation says. */
  #count(webhookId: number, status: number | undefined): void {
    const webhook = this.shelf.get(webhookId);
    if (webhook === undefined) return;
    const modifiedAt = this.host.now();
    const isSuccess = status !== undefined && status >= 200 && status <= 302;
    if (isSuccess) this.shelf.put({ ...webhook, failureCount: 0, modifiedAt });
    else if (webhook.failureCount < COUNTED_FAILURES) {
      this.shelf.put({ ...webhook, failureCount: webhook.failureCount + 1, modifiedAt });
    } else this.shelf.put({ ...webhook, status: 'disabled', modifiedAt });
  }

  /** Redirects are not followed. Undefined when the address cannot be reached in time. */
  async #post(
    url: string,
    headers: Record<string, string>,
    body: string,
  ): Promise<number | undefined> {
    try {
      const response = await request(url, {
        method: 'POST',
        headers,
        body,
        dispatcher: this.#agent,
        reset: true,
        headersTimeout: this.host.timeoutMs,
        bodyTimeout: this.host.timeoutMs,
      });
      await response.body.dump();
      return response.statusCode;
    } catch {
      // Whatever went wrong is, for the store, one failed delivery.
      return undefined;
    }
  }

  #remember(delivery: WebhookDelivery): void {
    this.#deliveries.push(delivery);
    if (this.#deliveries.length > REMEMBERED_DELIVERIES) this.#deliveries.shift();
  }
}

/** WooCommerce decodes HTML entities in the secret before it signs. */
function sign(secret: string, body: string): string {
  const key = secret
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#039;', "'")
    .replaceAll('&amp;', '&');
  return createHmac('sha256', key).update(body).digest('base64');
}

/** JSON with the bytes PHP would send: slashes and everything beyond ASCII escaped. */
export function phpJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replace(
      /[\u0080-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}

function noPast(): never {
  throw new Error('Webhooks have no generated past.');
}

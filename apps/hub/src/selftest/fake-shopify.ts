import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Delivery, Story } from './stories.js';

const ANSWER_MS = 5_000;
const AGAIN_MS = 10;
/** A hub that answers and does not take is no outage. */
const MOST_TRIES = 200;

/** Where a shop sends its webhooks, and what it signs them with. */
export interface ShopifyShop {
  readonly webhookUrl: string;
  readonly shopDomain: string;
  readonly clientSecret: string;
}

/**
 * A Shopify shop's side of its webhooks: signed, with a delivery id, sent again under the same id until the answer is
 * a 2xx. Nothing of its API is there.
 */
export class FakeShopify {
  /** Deliveries that were answered with 2xx, each counted once. */
  acknowledged = 0;
  /** Deliveries that were sent more than once, because no answer came. */
  repeated = 0;
  private sent = 0;

  constructor(
    private readonly shop: ShopifyShop,
    /** Resolves while somebody listens. */
    private readonly reachable: () => Promise<void>,
  ) {}

  /** Sends the webhooks of a story one after the other, each until it is acknowledged; then `done` is called. */
  async tell({ deliveries }: Story, done: () => void = () => undefined): Promise<void> {
    for (const delivery of deliveries) {
      await this.deliver(delivery);
      done();
    }
  }

  /** Sends one webhook until it is acknowledged. */
  async deliver(delivery: Delivery): Promise<void> {
    this.sent += 1;
    const request = this.signed(delivery, `delivery-${this.sent}`);
    for (let tries = 1; ; tries += 1) {
      await this.reachable();
      const status = await this.post(request);
      if (status !== undefined && status < 300) break;
      if (status !== undefined && (status < 500 || tries >= MOST_TRIES)) {
        throw new Error(`The hub answers ${status} to a ${delivery.topic} that is right.`);
      }
      if (tries === 1) this.repeated += 1;
      await pause(AGAIN_MS);
    }
    this.acknowledged += 1;
  }

  private async post(request: RequestInit): Promise<number | undefined> {
    try {
      const signal = AbortSignal.timeout(ANSWER_MS);
      const answer = await fetch(this.shop.webhookUrl, { ...request, signal });
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      // Killed while it answered: the shop cannot know whether it was taken, and sends it again.
      return undefined;
    }
  }

  private signed({ topic, body }: Delivery, deliveryId: string): RequestInit {
    const text = JSON.stringify(body);
    return {
      method: 'POST',
      body: text,
      headers: {
        'content-type': 'application/json',
        'x-shopify-topic': topic,
        'x-shopify-shop-domain': this.shop.shopDomain,
        'x-shopify-webhook-id': deliveryId,
        'x-shopify-triggered-at': new Date().toISOString(),
        'x-shopify-hmac-sha256': createHmac('sha256', this.shop.clientSecret)
          .update(text)
          .digest('base64'),
      },
    };
  }
}

import { randomBytes } from 'node:crypto';
import {
  type ConsentState,
  type ConsentWrite,
  type ConsentWriteResult,
  type HttpClient,
  type HttpResponse,
  type Instant,
  StoreUnavailable,
} from '@storewire/core';
import { hmacHex } from '../signature.js';
import { BridgeNotInstalled, BridgeRefusedKey } from './bridge.error.js';

export interface BridgeClientOptions {
  /** Address of the module's newsletter route. */
  readonly url: string;
  /** `routeSecret` of the module's key file. */
  readonly secret: string;
  readonly http: HttpClient;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** What the module knows of one address. `unknown`: it is not in the shop's list. */
export interface Subscriber {
  readonly email: string;
  readonly state: ConsentState;
  /** When it became so, where the shop keeps that. */
  readonly at: Instant | null;
  readonly customerId: string | null;
}

export interface BridgeStatus {
  readonly platform: string;
  /** Of the module. */
  readonly version: string;
  readonly shopVersion?: string;
  /** Events that were not sent yet. */
  readonly waiting: number;
  /** When the oldest of them was noted, in Unix seconds. */
  readonly oldest: number | null;
}

/** The module answers at most so many addresses at once. */
export const MAX_BRIDGE_EMAILS = 200;

/**
 * Calls the signed route of the module in a shop: the newsletter list, guests included, which the platform's own API
 * does not show. Every request has a nonce of its own, so none is repeated by the HTTP client.
 *
 * All methods throw BridgeNotInstalled (404), BridgeRefusedKey (401), StoreUnavailable and what the client throws.
 * @see docs/bridges.md#the-route
 */
export class BridgeClient {
  private readonly now: () => number;

  constructor(private readonly options: BridgeClientOptions) {
    this.now = options.now ?? Date.now;
  }

  status(): Promise<BridgeStatus> {
    return this.ask<BridgeStatus>({ do: 'status' });
  }

  /** In the order of the addresses. */
  async read(emails: readonly string[]): Promise<Subscriber[]> {
    const found: Subscriber[] = [];
    for (let i = 0; i < emails.length; i += MAX_BRIDGE_EMAILS) {
      const part = emails.slice(i, i + MAX_BRIDGE_EMAILS);
      const { items } = await this.ask<{ items: Subscriber[] }>({ do: 'read', emails: part });
      found.push(...items);
    }
    return found;
  }

  /**
   * The subscribers of the shop, page by page; PrestaShop lists guests alone, because accounts are in its webservice.
   * @param after where to go on, as a page gave it in `next`; absent for the first.
   */
  list(
    after?: string,
    limit = MAX_BRIDGE_EMAILS,
  ): Promise<{ readonly items: readonly Subscriber[]; readonly next: string | null }> {
    return this.ask({ do: 'list', limit, ...(after === undefined ? {} : { after }) });
  }

  /**
   * Reads, compares, writes and reads back, in the shop and without its mails; repeatable. As a `consent` sink: e-mail
   * only, other channels are `unchanged` and `unknown`.
   */
  async writeConsent({ email, channel, state, at }: ConsentWrite): Promise<ConsentWriteResult> {
    if (channel !== 'email') return { outcome: 'unchanged', state: 'unknown' };
    const answer = await this.ask<
      { outcome: 'missing' } | ({ outcome: 'written' | 'unchanged' } & Subscriber)
    >({ do: 'write', email, state, at });
    if (answer.outcome === 'missing') return answer;
    return {
      outcome: answer.outcome,
      state: answer.state,
      ...(answer.at ? { at: answer.at } : {}),
    };
  }

  private async ask<T>(request: object): Promise<T> {
    const { url, secret, http } = this.options;
    const body = JSON.stringify(request);
    const timestamp = String(Math.floor(this.now() / 1000));
    const nonce = randomBytes(18).toString('base64url');
    const response = await http.request({
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'x-hub-timestamp': timestamp,
        'x-hub-nonce': nonce,
        'x-hub-signature': signBridgeRequest(secret, timestamp, nonce, body),
      },
      body,
      accept: [401, 404],
    });
    if (response.status === 401) throw new BridgeRefusedKey();
    if (response.status === 404) throw new BridgeNotInstalled();
    return objectIn<T>(response);
  }
}

/** The value of `X-Hub-Signature` of a request to the module's route. */
export const signBridgeRequest = (
  secret: string,
  timestamp: string,
  nonce: string,
  body: string,
): string => `v1=${hmacHex(secret, `storewire-bridge-1.${timestamp}.${nonce}.${body}`)}`;

function objectIn<T>(response: HttpResponse): T {
  const value = response.json<unknown>();
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as T;
  throw new StoreUnavailable('the Storewire module answered something else than an object.');
}

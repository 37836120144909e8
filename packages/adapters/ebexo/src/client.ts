import {
  type ConsentCallback,
  type HttpClient,
  type HttpResponse,
  type PingCallback,
  signInbound,
} from '@storewire/core';
import type { EbexoConnection } from './connection.js';

/** Ebexo itself is never called; the only address there is, is the merchant's own for callbacks. */
export class EbexoClient {
  constructor(
    readonly connection: EbexoConnection,
    private readonly http: HttpClient,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * Posts a callback, signed as inbound events are.
   * @returns the answer, a 404 too; nothing where there is no address to call.
   * @throws StoreUnauthorized, StoreForbidden, StoreRateLimited, StoreUnavailable, StoreRefused.
   */
  async call(callback: ConsentCallback | PingCallback): Promise<HttpResponse | undefined> {
    const { callbackUrl, callbackSecret } = this.connection;
    if (!callbackUrl || !callbackSecret) return undefined;
    const body = JSON.stringify(callback);
    const timestamp = Math.floor(this.now() / 1000);
    return this.http.request({
      method: 'POST',
      url: callbackUrl,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'x-hub-timestamp': String(timestamp),
        'x-hub-signature': signInbound(callbackSecret, timestamp, body),
      },
      body,
      // The id of a callback is the same each time, and it says what shall be and not what to do.
      repeatable: true,
      accept: callback.type === 'ping' ? [] : [404],
    });
  }
}

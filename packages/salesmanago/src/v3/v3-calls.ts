import type { Credentials } from '../credentials.js';
import { DEFAULT_V3_ENDPOINT, normaliseEndpoint } from '../endpoint.js';
import type { Answer } from '../outcome/answer.js';
import { readV3 } from '../outcome/v3.outcome.js';
import { SalesmanagoError } from '../salesmanago.error.js';
import type { Transport } from '../transport.js';

interface CallOptions {
  /** False for the calls that make a key. */
  withKey?: boolean;
  keepAnswer?: boolean;
}

/** Makes calls of API v3 for one account, with its key in the header `API-KEY`. */
export class V3Calls {
  readonly #origin: string;

  /** @throws SalesmanagoError `SM_CREDENTIALS_INVALID` when the v3 endpoint is not an address. */
  constructor(
    private readonly transport: Transport,
    private readonly credentials: Pick<Credentials, 'v3Endpoint' | 'v3ApiKey'>,
  ) {
    this.#origin = normaliseEndpoint(
      credentials.v3Endpoint?.trim() || DEFAULT_V3_ENDPOINT,
      'v3Endpoint',
    );
  }

  /** @param method as in `product/upsert`; becomes `/v3/product/upsert`. */
  post(method: string, body: object, options: CallOptions = {}): Promise<Answer> {
    return this.#call('POST', method, `/v3/${method}`, body, options);
  }

  /** @param body sent as JSON with the GET, which `email/list` wants. */
  get(
    method: string,
    { query, body }: { query?: Record<string, string>; body?: object } = {},
  ): Promise<Answer> {
    const search = query ? `?${new URLSearchParams(query)}` : '';
    return this.#call('GET', method, `/v3/${method}${search}`, body, {});
  }

  async #call(
    httpMethod: 'GET' | 'POST',
    call: string,
    path: string,
    body: object | undefined,
    { withKey = true, keepAnswer = true }: CallOptions,
  ): Promise<Answer> {
    const exchange = await this.transport.exchange({
      call,
      httpMethod,
      origin: this.#origin,
      path,
      headers: withKey ? { 'API-KEY': this.#key(call) } : {},
      body,
      keepAnswer,
    });
    return readV3(call, exchange, this.transport.now());
  }

  #key(call: string): string {
    const key = this.credentials.v3ApiKey?.trim() ?? '';
    // What cannot stand in a header would fail in the transport, and look like a network trouble.
    if (/^[\x21-\x7e]+$/.test(key)) return key;
    throw new SalesmanagoError({
      code: 'SM_CREDENTIALS_INVALID',
      call,
      detail:
        key === '' ? 'the account has no API v3 key' : 'the API v3 key has unusable characters',
      field: 'v3ApiKey',
    });
  }
}

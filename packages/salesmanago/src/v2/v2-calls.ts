import type { Credentials } from '../credentials.js';
import { normaliseEndpoint } from '../endpoint.js';
import type { Answer } from '../outcome/answer.js';
import type { JsonObject } from '../outcome/json.js';
import { readV2 } from '../outcome/v2.outcome.js';
import { authFields } from '../signature.js';
import type { Transport } from '../transport.js';

interface PostOptions {
  keepAnswer?: boolean;
  isPartlyDone?: (body: JsonObject) => boolean;
}

/** Makes signed calls of API v2 for one account. */
export class V2Calls {
  /** Of the account host. */
  readonly origin: string;

  /** @throws SalesmanagoError `SM_CREDENTIALS_INVALID` when the endpoint is not an address. */
  constructor(
    private readonly transport: Transport,
    private readonly credentials: Credentials,
  ) {
    this.origin = normaliseEndpoint(credentials.endpoint);
  }

  /**
   * Posts the body with the four authentication fields and the owner (the account's, unless the body names one).
   *
   * @param method as in `contact/upsert`; becomes `/api/contact/upsert`.
   */
  async post(
    method: string,
    body: Readonly<Record<string, unknown>>,
    { keepAnswer = true, isPartlyDone }: PostOptions = {},
  ): Promise<Answer> {
    const { transport, credentials } = this;
    const exchange = await transport.exchange({
      call: method,
      httpMethod: 'POST',
      origin: this.origin,
      path: `/api/${method}`,
      headers: {},
      body: {
        ...authFields(credentials, transport.now(), transport.randomKey),
        owner: credentials.owner,
        ...body,
      },
      keepAnswer,
    });
    return readV2(method, exchange, transport.now(), isPartlyDone);
  }

  /** Sends a file as `multipart/form-data`, with the authentication fields and the owner's address beside it. */
  async upload(method: string, file: File): Promise<Answer> {
    const { transport, credentials } = this;
    const form = new FormData();
    const fields = authFields(credentials, transport.now(), transport.randomKey);
    for (const [name, value] of Object.entries({ ...fields, email: credentials.owner })) {
      form.set(name, String(value));
    }
    form.set('attachment', file);
    const body = new Response(form);
    const exchange = await transport.exchange({
      call: method,
      httpMethod: 'POST',
      origin: this.origin,
      path: `/api/${method}`,
      headers: { 'content-type': body.headers.get('content-type') ?? '' },
      bytes: new Uint8Array(await body.arrayBuffer()),
    });
    return readV2(method, exchange, transport.now());
  }
}

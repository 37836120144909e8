import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { WooStore } from './store.js';

/** For the tests of the store: calls it, and receives its webhooks. */

export interface Answer {
  status: number;
  headers: Headers;
  /** The parsed JSON, or the text when it is none. */
  body: unknown;
}

/** Calls a path of `/wp-json/wc/v3` with the key of the store. */
export async function callStore(
  store: WooStore,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return callUrl(`${store.url}/wp-json/wc/v3${path}`, method, body, {
    authorization: basic(store.consumerKey, store.consumerSecret),
    ...headers,
  });
}

export async function callUrl(
  url: string,
  method = 'GET',
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parsed(text) };
}

export function basic(key: string, secret: string): string {
  return `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
}

export interface ReceivedCall {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A receiver of webhooks that answers with `status`. */
export class Receiver {
  readonly calls: ReceivedCall[] = [];
  status = 200;
  #server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      this.calls.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      const location = this.status >= 300 && this.status < 400 ? { location: '/moved' } : {};
      response.writeHead(this.status, location).end();
    });
  });

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/hook`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

import type { Readable } from 'node:stream';
import { type HttpRequest, StoreRefused } from '@storewire/core';
import { type Dispatcher, request as send } from 'undici';
import { ACCEPTED_ENCODINGS } from './body.js';
import type { Deadline } from './deadline.js';

/** Status and headers are here, the body is not read yet. */
export interface OpenAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

const MAX_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** The address with its query. @throws StoreRefused when it is none. */
export function addressOf(request: HttpRequest): URL {
  const url = URL.parse(request.url);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new StoreRefused('the address of the store is not a web address');
  }
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) url.searchParams.append(name, String(value));
  }
  return url;
}

/**
 * Sends a request, and follows a GET's redirects within the host.
 * @throws StoreRefused for a redirect to another host, from https to http, or of anything but a GET: the credentials
 * would go along.
 */
export async function exchange(
  request: HttpRequest,
  first: URL,
  { dispatcher, userAgent }: { dispatcher?: Dispatcher; userAgent?: string },
  deadline: Deadline,
): Promise<OpenAnswer> {
  let url = first;
  for (let hops = 0; ; hops++) {
    const { statusCode, headers, body } = await send(url, {
      method: request.method,
      headers: headersOf(request, userAgent),
      body: typeof request.body === 'object' ? JSON.stringify(request.body) : request.body,
      signal: deadline.signal,
      // The deadline measures both, to the millisecond.
      headersTimeout: 0,
      bodyTimeout: 0,
      ...(dispatcher ? { dispatcher } : {}),
    });
    const answer = { status: statusCode, headers: flat(headers), body };
    const location = answer.headers.location;
    if (!REDIRECTS.has(statusCode) || location === undefined) return answer;
    await body.dump();
    const target = URL.parse(location, url.href);
    const stays =
      target?.host === url.host && !(url.protocol === 'https:' && target.protocol !== 'https:');
    if (!target || !stays || request.method !== 'GET' || hops >= MAX_REDIRECTS) {
      throw new StoreRefused(
        `it redirects (status ${statusCode}) to ${target?.origin ?? 'nowhere'}`,
      );
    }
    url = target;
  }
}

function headersOf(request: HttpRequest, userAgent: string | undefined): Record<string, string> {
  return {
    accept: 'application/json',
    'accept-encoding': ACCEPTED_ENCODINGS,
    ...(userAgent ? { 'user-agent': userAgent } : {}),
    ...(typeof request.body === 'object' ? { 'content-type': 'application/json' } : {}),
    ...Object.fromEntries(
      Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    ),
  };
}

const flat = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );

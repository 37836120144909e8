import type { HttpClient, HttpRequest, HttpResponse } from '@storewire/core';
import { ShopifyClient } from '../src/client.js';
import type { ShopifyConnection } from '../src/connection.js';

export const CONNECTION: ShopifyConnection = {
  shopDomain: 'mugs-example.myshopify.com',
  accessToken: 'shpat_FAKE_token',
  clientSecret: 'FAKE_client_secret',
};

export interface Sent {
  readonly operationName: string;
  readonly variables: Record<string, unknown>;
}

/** A client over answers that a test makes up: the body for each call, in order, or from what was sent. */
export function stubClient(
  answers: readonly unknown[] | ((sent: Sent) => unknown),
  connection: Partial<ShopifyConnection> & { allowPrivateAddresses?: boolean } = {},
): { client: ShopifyClient; requests: HttpRequest[]; pausesMs: number[]; sleepsMs: number[] } {
  const requests: HttpRequest[] = [];
  const pausesMs: number[] = [];
  const sleepsMs: number[] = [];
  const http: HttpClient = {
    async request(request) {
      requests.push(request);
      const body =
        typeof answers === 'function'
          ? answers(request.body as unknown as Sent)
          : answers[requests.length - 1];
      if (body instanceof Error) throw body;
      const response: HttpResponse = {
        status: 200,
        headers: { 'x-shopify-api-version': '2026-10' },
        text: JSON.stringify(body),
        json: () => body as never,
      };
      const pauseMs = request.pauseAfter?.(response);
      if (pauseMs !== undefined) pausesMs.push(pauseMs);
      return response;
    },
    async *lines() {
      yield '';
    },
  };
  const { allowPrivateAddresses = false, ...settings } = connection;
  const client = new ShopifyClient({
    connection: { ...CONNECTION, ...settings },
    http,
    allowPrivateAddresses,
    sleep: async (ms) => sleepsMs.push(ms),
  });
  return { client, requests, pausesMs, sleepsMs };
}

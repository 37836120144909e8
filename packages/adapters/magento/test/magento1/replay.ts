import type { HttpClient, HttpRequest, HttpResponse } from '@storewire/core';
import { Magento1Client } from '../../src/magento1/client.js';
import { recording } from './recordings.js';
import { xmlRpcResult } from './xmlrpc.js';

export interface Replay {
  readonly client: Magento1Client;
  /** Bodies that were sent, by SOAP operation. */
  readonly sent: Map<string, string[]>;
}

/** A client whose shop has JSON-RPC and gives, for each path, what was recorded over XML-RPC. */
export function replayJsonRpc(answers: Readonly<Record<string, string>>): Magento1Client {
  return clientOf((request) => {
    const { method, params } = request.body as { method: string; params: unknown[] };
    const path = String(params[1]);
    const name = answers[path];
    if (method !== 'login' && !name) throw new Error(`No recording was chosen for ${path}.`);
    const result = name ? xmlRpcResult(recording(name).response.body) : 'session';
    return answer(200, JSON.stringify({ result, id: 1, jsonrpc: '2.0' }));
  });
}

/** A client whose shop gives, for each SOAP operation, what was recorded; a shop without JSON-RPC. */
export function replay(answers: Readonly<Record<string, string>>): Replay {
  const sent = new Map<string, string[]>();
  const client = clientOf(({ url, body }) => {
    if (url.includes('jsonrpc')) return answer(404, '<!doctype html>');
    const operation = /<ns1:(\w+)>/.exec(String(body))?.[1] ?? '';
    sent.set(operation, [...(sent.get(operation) ?? []), String(body)]);
    const name = { login: 'soap2-login', ...answers }[operation];
    if (!name) throw new Error(`No recording was chosen for ${operation}.`);
    const { response } = recording(name);
    return answer(response.status, response.body);
  });
  return { client, sent };
}

function clientOf(reply: (request: HttpRequest) => HttpResponse): Magento1Client {
  const http: HttpClient = {
    request: async (request) => reply(request),
    lines: () => {
      throw new Error('There are no lines.');
    },
  };
  return new Magento1Client({
    connection: { url: 'https://shop.example', apiUser: 'hub', apiKey: 'hub-api-key-0001' },
    http,
    allowPrivateAddresses: false,
    now: () => Date.parse('2026-11-21T17:00:00Z'),
  });
}

const answer = (status: number, text: string): HttpResponse => ({
  status,
  headers: {},
  text,
  json: <T>() => JSON.parse(text) as T,
});

import type { AccountOptions, Sandbox, SandboxOptions } from '../src/index.js';
import { createSandbox, DEFAULT_ACCOUNT, signCall } from '../src/index.js';

// biome-ignore lint/suspicious/noExplicitAny: answers are checked by the tests that read them
export type Answer = any;

export interface Client {
  sandbox: Sandbox;
  /** A signed v2 call; the answer's JSON. */
  v2(path: string, body?: object): Promise<Answer>;
  /** A v3 call with the account's key. */
  v3(path: string, body?: object, key?: string): Promise<{ status: number; json: Answer }>;
  /** A call of the inspector's API. */
  admin(
    path: string,
    httpMethod?: string,
    body?: unknown,
  ): Promise<{ status: number; json: Answer }>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
}

const open: Sandbox[] = [];

export const OWNER = DEFAULT_ACCOUNT.owners[0] as string;

/** A sandbox that listens, and a client of its first account that signs by itself. */
export async function startSandbox(
  options: SandboxOptions = {},
  account: Partial<AccountOptions> = {},
): Promise<Client> {
  const first = { ...DEFAULT_ACCOUNT, ...account };
  const sandbox = createSandbox({ accounts: [first], ...options });
  open.push(sandbox);
  const { url } = await sandbox.listen();
  const post: Client['post'] = (path, body, headers = {}) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    sandbox,
    post,
    v2: async (path, body = {}) => (await post(path, { ...signed(first), ...body })).json(),
    v3: async (path, body, key = first.v3Keys?.[0]?.key ?? '') => {
      const headers = { 'API-KEY': key };
      const answer = body ? await post(path, body, headers) : await fetch(url + path, { headers });
      return { status: answer.status, json: await answer.json() };
    },
    admin: async (path, httpMethod = 'GET', body) => {
      const answer = await fetch(`${url}/_sandbox/${path}`, {
        method: httpMethod,
        headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      return { status: answer.status, json: await answer.json() };
    },
  };
}

/** Closes every sandbox a test started, also when the test failed half-way. */
export async function closeSandboxes(): Promise<void> {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
}

export function signed(account: AccountOptions = DEFAULT_ACCOUNT): object {
  const { clientId, apiSecret, owners } = account;
  const sha = signCall('key1', clientId, apiSecret);
  return { clientId, apiKey: 'key1', sha, requestTime: 1767225600, owner: owners[0] };
}

export function purchase(more: object = {}): object {
  return {
    contactExtEventType: 'PURCHASE',
    date: 1767225600000,
    products: '1001,1002',
    value: 249.9,
    location: 'shop_pl',
    externalId: '100000042',
    ...more,
  };
}

import type { LookupAddress } from 'node:dns';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { getGlobalDispatcher, request, fetch as undiciFetch } from 'undici';
import { AddressNotAllowed } from './address-not-allowed.error.js';
import { OutgoingGuard, type Resolve } from './outgoing-guard.js';

let server: Server;
let other: Server;
let guard: OutgoingGuard;
let asked: string[];
let calls: number;

/** A name server: every name has the addresses that stand here, each question is noted. */
const NAMES: Record<string, LookupAddress[]> = {
  'private.example': [{ address: '127.0.0.1', family: 4 }],
  'six.example': [{ address: '::1', family: 6 }],
  'mapped.example': [{ address: '::ffff:127.0.0.1', family: 6 }],
  'mixed.example': [
    { address: '10.0.0.1', family: 4 },
    { address: '127.0.0.1', family: 4 },
  ],
  'public.example': [{ address: '93.184.215.14', family: 4 }],
  'half.example': [
    { address: '93.184.215.14', family: 4 },
    { address: '10.0.0.1', family: 4 },
  ],
};
const resolve: Resolve = (hostname, _options, callback) => {
  asked.push(hostname);
  const found = NAMES[hostname];
  if (found) callback(null, found);
  else callback(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), []);
};

const portOf = (of: Server): number => (of.address() as AddressInfo).port;

/** The guard's own error, however deep a library wraps it. */
async function refusalOf(call: Promise<unknown>): Promise<AddressNotAllowed> {
  let error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  while (error && !(error instanceof AddressNotAllowed))
    error = (error as { cause?: unknown }).cause;
  if (!(error instanceof AddressNotAllowed)) throw new Error('The call was not refused.');
  return error;
}

const listening = (of: Server): Promise<void> =>
  new Promise((done) => of.listen(0, '127.0.0.1', done));

beforeEach(async () => {
  asked = [];
  calls = 0;
  other = createServer((_request, response) => {
    calls += 1;
    response.end('secret');
  });
  await listening(other);
  server = createServer((incoming, response) => {
    if (incoming.url === '/redirect') {
      response.writeHead(302, { location: `http://127.0.0.1:${portOf(other)}/` }).end();
    } else {
      calls += 1;
      response.end('hello');
    }
  });
  await listening(server);
  guard = new OutgoingGuard({ allowPrivate: false, resolve });
});

afterEach(async () => {
  await guard.onApplicationShutdown();
  for (const each of [server, other]) {
    each.closeAllConnections();
    await new Promise((done) => each.close(done));
  }
});

describe('OutgoingGuard.dispatcher', () => {
  it.each([
    'http://127.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f000001:PORT/',
    'http://0x7f.1:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://017700000001:PORT/',
    'http://0.0.0.0:PORT/',
    'http://[::1]:PORT/',
    'http://[::]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::ffff:7f00:1]:PORT/',
    'http://[0:0:0:0:0:ffff:7f00:0001]:PORT/',
    'http://[64:ff9b::7f00:1]:PORT/',
    'http://[2002:7f00:1::]:PORT/',
    'http://[fe80::1]:PORT/',
    'http://169.254.169.254/latest/meta-data/',
    'https://127.0.0.1:PORT/',
    'http://private.example:PORT/',
    'http://six.example:PORT/',
    'http://mapped.example:PORT/',
    'http://mixed.example:PORT/',
    'https://private.example:PORT/',
  ])('refuses %s', async (address) => {
    const url = address.replace('PORT', String(portOf(server)));
    const refusal = await refusalOf(request(url, { dispatcher: guard.dispatcher }));
    expect(refusal.next).toBe('fixSettings');
    expect(calls).toBe(0);
  });

  it('resolves a name once per connection, so a second answer cannot change where it goes', async () => {
    await refusalOf(request('http://private.example/', { dispatcher: guard.dispatcher }));
    expect(asked).toEqual(['private.example']);
  });

  it('calls an origin that was allowed, and no other port of its host', async () => {
    guard.allow(`http://127.0.0.1:${portOf(server)}`);
    const answer = await request(`http://127.0.0.1:${portOf(server)}/`, {
      dispatcher: guard.dispatcher,
    });
    expect(await answer.body.text()).toBe('hello');
    await refusalOf(
      request(`http://127.0.0.1:${portOf(other)}/`, { dispatcher: guard.dispatcher }),
    );
    expect(calls).toBe(1);
  });

  it('does not take an allowed address for its name', async () => {
    guard.allow(`http://127.0.0.1:${portOf(server)}`);
    await refusalOf(
      request(`http://private.example:${portOf(server)}/`, { dispatcher: guard.dispatcher }),
    );
    expect(calls).toBe(0);
  });

  it('refuses the target of a redirect', async () => {
    guard.allow(`http://127.0.0.1:${portOf(server)}`);
    await refusalOf(
      undiciFetch(`http://127.0.0.1:${portOf(server)}/redirect`, { dispatcher: guard.dispatcher }),
    );
    expect(calls).toBe(0);
  });

  it('calls everything while private addresses are allowed', async () => {
    const open = new OutgoingGuard({ allowPrivate: true, resolve });
    const url = `http://127.0.0.1:${portOf(server)}/`;
    const answer = await request(url, { dispatcher: open.dispatcher });
    expect(await answer.body.text()).toBe('hello');
    await open.onApplicationShutdown();
  });
});

describe('OutgoingGuard.guardGlobalFetch', () => {
  it("puts node's own fetch under the guard until the hub ends", async () => {
    const url = `http://127.0.0.1:${portOf(server)}/`;
    const own = getGlobalDispatcher();
    try {
      guard.guardGlobalFetch();
      await refusalOf(undiciFetch(url));
      await refusalOf(fetch(url));
      await refusalOf(fetch(`http://private.example:${portOf(server)}/`));
      expect(calls).toBe(0);
    } finally {
      await guard.onApplicationShutdown();
    }
    expect(getGlobalDispatcher()).toBe(own);
    expect(await (await undiciFetch(url)).text()).toBe('hello');
    expect(await (await fetch(url)).text()).toBe('hello');
  });
});

describe('OutgoingGuard.assertPublicUrl', () => {
  it.each([
    'http://127.0.0.1/',
    'http://[::1]:8080/shop',
    'http://2130706433/',
    'https://private.example/',
    'https://half.example/',
    'ftp://public.example/',
    'no address',
  ])('refuses %s', async (url) => {
    await expect(guard.assertPublicUrl(url)).rejects.toThrow(AddressNotAllowed);
  });

  it.each(['https://public.example/shop', 'http://93.184.215.14/', 'https://nobody.example/'])(
    'lets %s through',
    async (url) => {
      await expect(guard.assertPublicUrl(url)).resolves.toBeUndefined();
    },
  );

  it('lets an allowed origin through', async () => {
    guard.allow('http://127.0.0.1:4001');
    await expect(guard.assertPublicUrl('http://127.0.0.1:4001/v2')).resolves.toBeUndefined();
    await expect(guard.assertPublicUrl('http://127.0.0.1:4002/v2')).rejects.toThrow(
      AddressNotAllowed,
    );
  });

  it('never names the path or the query of what it refuses', async () => {
    const refusal = await refusalOf(guard.assertPublicUrl('http://127.0.0.1/?token=hidden-value'));
    expect(refusal.message).not.toContain('hidden-value');
  });
});

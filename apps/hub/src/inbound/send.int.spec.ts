import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DoorScene, type DoorStore } from '../testing/door-scene.js';
import { SendFailed, sendFile } from './send.command.js';

jest.setTimeout(120_000);

describe('storewire send', () => {
  let scene: DoorScene;
  let store: DoorStore;
  let folder: string;

  beforeAll(async () => {
    scene = await DoorScene.open();
    store = await scene.store();
    folder = await mkdtemp(join(tmpdir(), 'storewire-send-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await scene.close();
  });

  let count = 0;
  const event = (email = 'ada@customer.example') => ({
    id: `s-${++count}`,
    type: 'contact.updated',
    occurredAt: '2026-11-20T10:00:00Z',
    contact: { email },
  });
  const send = async (content: string, to = store.inboundUrl, secret = store.secret) => {
    const file = join(folder, `${++count}.json`);
    await writeFile(file, content);
    return sendFile({ url: to, file }, { STOREWIRE_INBOUND_SECRET: secret }, [10, 10]);
  };

  it.each([
    ['one event', () => JSON.stringify(event())],
    ['a list', () => JSON.stringify([event()])],
    ['a delivery', () => JSON.stringify({ events: [event()] })],
    ['one event per line', () => `${JSON.stringify(event())}\n\n`],
  ])('sends %s', async (_, contentOf) => {
    expect(await send(contentOf())).toEqual({
      lines: ['1 sent: 1 accepted, 0 known before, 0 refused.'],
      isWhole: true,
    });
  });

  it('parts a long list, and numbers what was refused through all of it', async () => {
    const events = [...Array.from({ length: 149 }, () => event()), event('nobody')];
    const { lines, isWhole } = await send(events.map((one) => JSON.stringify(one)).join('\n'));
    expect(lines).toEqual([
      'Event 150: contact.email must be an e-mail address.',
      '150 sent: 149 accepted, 0 known before, 1 refused.',
    ]);
    expect(isWhole).toBe(false);
  });

  it.each([
    [
      'no file to read',
      () => sendFile({ url: store.inboundUrl, file: '/no/such' }, env()),
      /cannot be read/,
    ],
    ['a file of another form', () => send('a;b\n1;2'), /neither JSON/],
    [
      'no secret',
      () => sendFile({ url: store.inboundUrl, file: '-' }, {}),
      /STOREWIRE_INBOUND_SECRET/,
    ],
    ['a wrong secret', () => send(JSON.stringify(event()), store.inboundUrl, 'x'), /answered 401/],
    ['a hub that is away', () => send('{}', 'http://127.0.0.1:9/'), /cannot be reached/],
  ])('says what to do about %s', async (_, attempt, message) => {
    await expect(attempt()).rejects.toThrow(message);
    await expect(attempt()).rejects.toThrow(SendFailed);
  });

  it('sends again while the hub asks for it', async () => {
    const answers = [503, 429, 202];
    const server: Server = createServer((request, response) => {
      request.resume().on('end', () => {
        response.writeHead(answers.shift() ?? 500, { 'content-type': 'application/json' });
        response.end('{"accepted":1,"duplicates":0,"rejected":[]}');
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const { lines } = await send(JSON.stringify(event()), `http://127.0.0.1:${port}/`);
    await new Promise((done) => server.close(done));
    expect([lines.at(-1), answers]).toEqual(['1 sent: 1 accepted, 0 known before, 0 refused.', []]);
  });

  const env = () => ({ STOREWIRE_INBOUND_SECRET: store.secret });
});

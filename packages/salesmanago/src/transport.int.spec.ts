import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Agent } from 'undici';
import { caught } from '../test/caught.js';
import { type ExchangeReport, Transport, type TransportOptions } from './transport.js';

/** A TCP server that does what the test says with each connection. */
class RawServer {
  readonly sockets: Socket[] = [];
  received = '';
  readonly server: Server;

  constructor(onData: (socket: Socket, text: string) => void = () => undefined) {
    this.server = createServer((socket) => {
      this.sockets.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        this.received += chunk.toString('latin1');
        onData(socket, chunk.toString('latin1'));
      });
    });
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  start(): Promise<this> {
    return new Promise((resolve) => this.server.listen(0, '127.0.0.1', () => resolve(this)));
  }

  stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

const open: {
  stop?: () => Promise<void>;
  close?: () => Promise<void>;
  destroy?: () => Promise<void>;
}[] = [];

async function serve(onData?: (socket: Socket, text: string) => void): Promise<RawServer> {
  const server = await new RawServer(onData).start();
  open.push(server);
  return server;
}

function transport(options: TransportOptions = {}): Transport {
  const agent = options.dispatcher ?? new Agent();
  open.push({ destroy: () => agent.destroy() });
  return new Transport({ timeoutMs: PATIENCE_MS, ...options, dispatcher: agent });
}

function post(over: Transport, origin: string, path = '/api/contact/upsert') {
  const body = { text: 'Zażółć' };
  return over.exchange({
    call: 'contact/upsert',
    httpMethod: 'POST',
    origin,
    path,
    headers: {},
    body,
  });
}

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}';
/** Never used up, unless something is broken. */
const PATIENCE_MS = 25_000;

describe('transport', () => {
  let closedPort = 0;

  beforeEach(async () => {
    const server = await new RawServer().start();
    closedPort = server.port;
    await server.stop();
  });

  afterEach(async () => {
    for (const item of open.splice(0)) {
      await (item.destroy?.() ?? item.close?.() ?? item.stop?.());
    }
  });

  describe('nothing was sent', () => {
    it('when the connection is refused', async () => {
      const error = await caught(post(transport(), `http://127.0.0.1:${closedPort}`));
      expect(error).toMatchObject({ outcome: 'notSent', code: 'SM_NO_CONNECTION', next: 'retry' });
      expect(error.message).toContain('ECONNREFUSED');
    });

    it('when the name has no address', async () => {
      const lookup = (
        name: string,
        _: unknown,
        done: (error: Error, address: string, family: number) => void,
      ) =>
        done(
          Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' }),
          '',
          4,
        );
      const dispatcher = new Agent({ connect: { lookup } });
      const error = await caught(post(transport({ dispatcher }), 'http://no-such-host.example'));
      expect(error).toMatchObject({ outcome: 'notSent', code: 'SM_NO_CONNECTION' });
      expect(error.message).toContain('ENOTFOUND');
    });

    it('when the connector forbids the address', async () => {
      const dispatcher = new Agent({
        connect: (_, done) => done(new Error('private address'), null),
      });
      const error = await caught(post(transport({ dispatcher }), 'http://127.0.0.1:1'));
      expect(error.outcome).toBe('notSent');
    });

    it('when the server speaks no TLS', async () => {
      const server = await serve((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
      const error = await caught(post(transport(), `https://127.0.0.1:${server.port}`));
      expect(error).toMatchObject({
        outcome: 'notSent',
        code: 'SM_TLS_FAILED',
        next: 'fixSettings',
      });
    });

    it('when the connection is reset during the TLS handshake', async () => {
      const server = await serve((socket) => socket.resetAndDestroy());
      const error = await caught(post(transport(), `https://127.0.0.1:${server.port}`));
      expect(error.outcome).toBe('notSent');
      expect(error.message).toContain('ECONNRESET');
    });

    it('when connecting takes too long for the connector', async () => {
      const server = await serve();
      const dispatcher = new Agent({ connect: { timeout: 30 } });
      const error = await caught(
        post(transport({ dispatcher }), `https://127.0.0.1:${server.port}`),
      );
      expect(error).toMatchObject({ outcome: 'notSent', code: 'SM_NO_CONNECTION' });
      expect(error.message).toContain('UND_ERR_CONNECT_TIMEOUT');
    });

    it('when the time is up before there is a connection', async () => {
      const server = await serve();
      const error = await caught(
        post(transport({ timeoutMs: 30 }), `https://127.0.0.1:${server.port}`),
      );
      expect(error).toMatchObject({ outcome: 'notSent', code: 'SM_NO_CONNECTION' });
    });

    it('when the time is up while another call holds the only connection, and never later', async () => {
      const server = await serve((socket, text) => {
        if (text.includes('/first')) setTimeout(() => socket.write(OK), 80);
        else socket.write(OK);
      });
      const dispatcher = new Agent({ connections: 1 });
      const origin = `http://127.0.0.1:${server.port}`;
      const first = post(transport({ dispatcher }), origin, '/first');
      const error = await caught(post(transport({ dispatcher, timeoutMs: 20 }), origin, '/second'));
      expect(error.outcome).toBe('notSent');
      expect((await first).status).toBe(200);
      await post(transport({ dispatcher }), origin, '/third');
      expect(server.received).not.toContain('/second');
      expect(server.received).toContain('/third');
    });

    it('when the dispatcher is closed', async () => {
      const dispatcher = new Agent();
      await dispatcher.close();
      const error = await caught(post(transport({ dispatcher }), `http://127.0.0.1:${closedPort}`));
      expect(error.outcome).toBe('notSent');
    });
  });

  describe('the outcome is unknown', () => {
    it.each([
      { how: 'reset', end: (socket: Socket) => void socket.resetAndDestroy() },
      { how: 'closed', end: (socket: Socket) => void socket.end() },
    ])('when the connection is $how after the request', async ({ end }) => {
      const server = await serve(end);
      const error = await caught(post(transport(), `http://127.0.0.1:${server.port}`));
      expect(error).toMatchObject({ outcome: 'unknown', code: 'SM_CONNECTION_LOST' });
      expect(server.received).toContain('POST /api/contact/upsert');
    });

    it('when a kept connection breaks under the second request', async () => {
      let count = 0;
      const server = await serve((socket) => {
        count += 1;
        if (count === 1) socket.write(OK);
        else socket.resetAndDestroy();
      });
      const over = transport({ dispatcher: new Agent({ connections: 1 }) });
      await post(over, `http://127.0.0.1:${server.port}`);
      const error = await caught(post(over, `http://127.0.0.1:${server.port}`));
      expect(error.outcome).toBe('unknown');
      expect(server.sockets).toHaveLength(1);
    });

    it('when no answer comes in time', async () => {
      const { promise: sent, resolve: isSent } = Promise.withResolvers<void>();
      const server = await serve((socket, text) => {
        if (text.includes('/first')) socket.write(OK);
        else isSent();
      });
      const dispatcher = new Agent({ connections: 1 });
      const origin = `http://127.0.0.1:${server.port}`;
      // The connection is open already, so the time runs out over the answer and nothing else.
      await post(transport({ dispatcher }), origin, '/first');
      const error = await caught(post(transport({ dispatcher, timeoutMs: 60 }), origin, '/second'));
      expect(error).toMatchObject({ outcome: 'unknown', code: 'SM_TIMEOUT' });
      await sent;
      expect(server.received).toContain('POST /second');
    });

    it('when the answer is not HTTP', async () => {
      const server = await serve((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
      const error = await caught(post(transport(), `http://127.0.0.1:${server.port}`));
      expect(error.outcome).toBe('unknown');
    });

    it('when the headers are too large', async () => {
      const server = await serve((socket) =>
        socket.end(`HTTP/1.1 200 OK\r\nX-Big: ${'x'.repeat(100_000)}\r\n\r\n{}`),
      );
      const error = await caught(post(transport(), `http://127.0.0.1:${server.port}`));
      expect(error.outcome).toBe('unknown');
    });
  });

  describe('an answer', () => {
    it('is a value with any status', async () => {
      const server = await serve((socket) =>
        socket.write('HTTP/1.1 503 Busy\r\nRetry-After: 3\r\nContent-Length: 4\r\n\r\nbusy'),
      );
      const exchange = await post(transport(), `http://127.0.0.1:${server.port}`);
      expect(exchange).toMatchObject({ status: 503, text: 'busy', body: 'whole' });
      expect(exchange.headers['retry-after']).toBe('3');
    });

    it('does not lead to another address', async () => {
      const target = await serve((socket) => socket.write(OK));
      const server = await serve((socket) =>
        socket.write(
          `HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:${target.port}/\r\nContent-Length: 0\r\n\r\n`,
        ),
      );
      expect((await post(transport(), `http://127.0.0.1:${server.port}`)).status).toBe(307);
      expect(target.sockets).toHaveLength(0);
    });

    it.each([
      {
        body: 'lost',
        send: (socket: Socket) =>
          void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"succ'),
        timeoutMs: PATIENCE_MS,
      },
      {
        body: 'timedOut',
        send: (socket: Socket) =>
          void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"succ'),
        // The beginning has to be there by then.
        timeoutMs: 500,
      },
    ])('is marked when its body is $body, with what came', async ({ body, send, timeoutMs }) => {
      const server = await serve(send);
      const exchange = await post(transport({ timeoutMs }), `http://127.0.0.1:${server.port}`);
      expect(exchange).toMatchObject({ status: 200, text: '{"succ', body });
    });

    it('is not read beyond the limit', async () => {
      const server = await serve((socket) => {
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
        socket.write(`3e8\r\n${'x'.repeat(1000)}\r\n`.repeat(20));
      });
      const exchange = await post(
        transport({ maxAnswerBytes: 5000 }),
        `http://127.0.0.1:${server.port}`,
      );
      expect(exchange.body).toBe('tooLarge');
    });
  });

  it('sends JSON in UTF-8, no more headers than needed, and a body also with GET', async () => {
    const server = await serve((socket) => socket.write(OK));
    const over = transport();
    const origin = `http://127.0.0.1:${server.port}`;
    await post(over, origin);
    expect(server.received).toContain('content-type: application/json;charset=UTF-8');
    expect(server.received).toContain('accept: application/json');
    expect(server.received).not.toMatch(/user-agent/i);
    expect(Buffer.from(server.received, 'latin1').toString('utf8')).toContain('{"text":"Zażółć"}');
    server.received = '';
    await over.exchange({
      call: 'email/list',
      httpMethod: 'GET',
      origin,
      path: '/v3/email/list',
      headers: {},
      body: { a: 1 },
    });
    expect(server.received).toMatch(/^GET \/v3\/email\/list HTTP\/1\.1/);
    expect(server.received).toContain('{"a":1}');
  });

  it('reports every exchange without its content', async () => {
    const server = await serve((socket) =>
      socket.write(
        'HTTP/1.1 200 OK\r\nDate: Sat, 21 Nov 2026 12:00:00 GMT\r\nContent-Length: 2\r\n\r\n{}',
      ),
    );
    const reports: ExchangeReport[] = [];
    const over = transport({ onExchange: (report) => reports.push(report) });
    await post(over, `http://127.0.0.1:${server.port}`);
    await caught(post(over, `http://127.0.0.1:${closedPort}`));
    expect(reports).toEqual([
      {
        call: 'contact/upsert',
        status: 200,
        durationMs: expect.any(Number),
        serverTimeMs: Date.UTC(2026, 10, 21, 12),
      },
      { call: 'contact/upsert', durationMs: expect.any(Number) },
    ]);
  });

  it('works with connections of its own, which it closes', async () => {
    const server = await serve((socket) => socket.write(OK));
    const over = new Transport({ timeoutMs: PATIENCE_MS });
    expect((await post(over, `http://127.0.0.1:${server.port}`)).text).toBe('{}');
    await over.close();
    expect((await caught(post(over, `http://127.0.0.1:${server.port}`))).outcome).toBe('notSent');
  });
});

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of many shapes
  body: any;
}

export interface FakeAnswer {
  status?: number;
  headers?: Record<string, string>;
  /** Text goes as it is, everything else as JSON. */
  body?: unknown;
}

type Reply = (request: SeenRequest) => FakeAnswer | Promise<FakeAnswer>;

/** Speaks HTTP on 127.0.0.1, answers what the test says, and remembers what it was asked. */
export class FakeService {
  readonly seen: SeenRequest[] = [];
  private readonly server: Server;
  private reply: Reply = () => ({ status: 404, body: 'no answer set' });

  constructor() {
    this.server = createServer((request, response) => void this.#serve(request, response));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get last(): SeenRequest {
    const request = this.seen.at(-1);
    if (!request) throw new Error('the service was not called');
    return request;
  }

  start(): Promise<void> {
    return new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  /** The same answer to everything, or by request. Forgets what was asked before. */
  answers(reply: FakeAnswer | Reply): void {
    this.seen.length = 0;
    this.reply = typeof reply === 'function' ? reply : () => reply;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const seen: SeenRequest = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
    this.seen.push(seen);
    const { status = 200, headers = {}, body } = await this.reply(seen);
    response.writeHead(status, headers);
    response.end(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
  }
}

import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export type FrontFault = 'html' | 'silence';

/**
 * The web server in front of an emulated shop. It can show a maintenance page or fall silent, which is not the shop's
 * doing, and counts the calls that changed something.
 */
export class FrontServer {
  fault: FrontFault | undefined;
  writes = 0;
  #server: Server | undefined;

  constructor(private readonly shopUrl: () => string) {}

  async listen(): Promise<string> {
    const server = createServer((incoming, answer) => this.#answer(incoming, answer));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#server = server;
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  #answer(incoming: IncomingMessage, answer: ServerResponse): void {
    if (this.fault === 'silence') return;
    if (this.fault === 'html') {
      answer.writeHead(200, { 'content-type': 'text/html; charset=UTF-8' });
      answer.end('<!DOCTYPE html><html lang="pl"><title>Wracamy za chwilę</title></html>');
      return;
    }
    const { method, url = '/', headers } = incoming;
    const forwarded = request(this.shopUrl() + url, { method, headers }, (shop) => {
      const status = shop.statusCode ?? 502;
      if (method !== 'GET' && status < 300) this.writes++;
      answer.writeHead(status, shop.headers);
      shop.pipe(answer);
    });
    forwarded.on('error', () => answer.destroy());
    incoming.pipe(forwarded);
  }
}

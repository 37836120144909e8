import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Authentication } from './authentication.js';
import { ControlPanel } from './control-panel.js';
import type { Fault } from './faults.js';
import { type Frame, restUrl } from './frame.js';
import { readQuery } from './query.js';
import { RestError } from './rest.error.js';
import type { RestCall } from './rest-api.js';
import type { RestReply } from './rest-request.js';
import type { Shop } from './shop.js';
import type { StoreCall, WooStore } from './store.js';

const REMEMBERED_CALLS = 1_000;
const NOT_FOUND =
  '<!DOCTYPE html><html lang="en"><title>Page not found</title><h1>Oops!</h1></html>';
const MAINTENANCE =
  '<!DOCTYPE html><html lang="en"><title>Maintenance</title><h1>Briefly unavailable for scheduled maintenance. Check back in a minute.</h1></html>';
const TOO_MANY =
  '<!DOCTYPE html><html lang="en"><title>429</title><h1>Too Many Requests</h1></html>';

export interface ServerParts {
  store: WooStore;
  shop: Shop;
  authentication: Authentication;
  handle(call: RestCall, isDrifting: boolean): Promise<RestReply>;
  frame(): Frame;
}

/** The web server in front of the shop: addresses, authentication, faults, front page. */
export class StoreServer {
  readonly #app: FastifyInstance;
  readonly #calls: StoreCall[] = [];
  readonly #closing = new AbortController();
  #url: string | undefined;

  constructor(private readonly parts: ServerParts) {
    const { basePath } = parts.store.settings;
    const panel = new ControlPanel(parts.store, parts.shop, parts.frame);
    this.#app = fastify({ forceCloseConnections: true, exposeHeadRoutes: false });
    this.#app.removeAllContentTypeParsers();
    this.#app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    );
    this.#app.setNotFoundHandler((_request, reply) => html(reply, 404, NOT_FOUND));
    panel.mount(this.#app, basePath);
    this.#app.all(`${basePath}/wp-json`, (request, reply) => this.#pretty(request, reply));
    this.#app.all(`${basePath}/wp-json/*`, (request, reply) => this.#pretty(request, reply));
    for (const path of [`${basePath}/`, `${basePath}/index.php`]) {
      this.#app.all(path, (request, reply) => {
        const route = readQuery(rawQueryOf(request)).get('rest_route');
        if (typeof route === 'string') return this.#rest(request, reply, route, false);
        if (request.method !== 'GET') return html(reply, 405, NOT_FOUND);
        const api = `<${restUrl(this.parts.frame(), '/')}>; rel="https://api.w.org/"`;
        return html(reply.header('link', api), 200, panel.page(readQuery(rawQueryOf(request))));
      });
    }
  }

  get url(): string {
    return this.#url ?? `http://127.0.0.1${this.parts.store.settings.basePath}`;
  }

  get calls(): readonly StoreCall[] {
    return this.#calls;
  }

  async listen(port: number, host: string): Promise<string> {
    await this.#app.listen({ port, host });
    const address = this.#app.server.address();
    const opened = typeof address === 'object' && address !== null ? address.port : port;
    // An address that means "all of them" cannot be called.
    const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
    this.#url = `http://${name}:${opened}${this.parts.store.settings.basePath}`;
    return this.#url;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#app.close();
  }

  #pretty(request: FastifyRequest, reply: FastifyReply): Promise<unknown> | FastifyReply {
    const { basePath, permalinks } = this.parts.store.settings;
    if (permalinks === 'plain') return html(reply, 404, NOT_FOUND);
    const path = pathOf(request).slice(`${basePath}/wp-json`.length);
    return this.#rest(request, reply, path === '' ? '/' : path, true);
  }

  async #rest(
    request: FastifyRequest,
    reply: FastifyReply,
    path: string,
    hasRestPath: boolean,
  ): Promise<unknown> {
    const faults = this.parts.store.faults.take(request.method, path);
    const has = (kind: Fault['kind']) => faults.find((fault) => fault.kind === kind);
    if (has('hang')) {
      reply.hijack();
      return undefined;
    }
    const slow = has('slow');
    if (slow) await this.#wait(slow.delayMs ?? 1_000);
    const broken = faultAnswer(reply, has);
    if (broken !== undefined) {
      this.#remember(request, path, reply.statusCode);
      return broken;
    }
    const answer = await this.#answer(request, path, hasRestPath, has);
    this.#remember(request, path, answer.status);
    const text = JSON.stringify(answer.body);
    return reply
      .code(answer.status)
      .headers({
        link: `<${restUrl(this.parts.frame(), '/')}>; rel="https://api.w.org/"`,
        'x-robots-tag': 'noindex',
        'x-content-type-options': 'nosniff',
        'access-control-expose-headers': 'X-WP-Total, X-WP-TotalPages, Link',
        ...answer.headers,
        'content-type': 'application/json; charset=UTF-8',
      })
      .send(has('truncatedJson') ? text.slice(0, Math.floor(text.length / 2)) : text);
  }

  async #answer(
    request: FastifyRequest,
    path: string,
    hasRestPath: boolean,
    has: (kind: Fault['kind']) => Fault | undefined,
  ): Promise<RestReply> {
    const { store, shop, authentication } = this.parts;
    const { transport, home, basePath } = store.settings;
    const rawQuery = rawQueryOf(request);
    try {
      const permission = has('unauthorized')
        ? undefined
        : authentication.authenticate({
            method: request.method,
            url: `${home ?? store.url}${pathOf(request).slice(basePath.length)}`,
            rawQuery,
            query: readQuery(rawQuery),
            authorization: has('stripAuthorization') ? undefined : request.headers.authorization,
            isSecure:
              transport === 'https' ||
              (transport === 'forwarded' && request.headers['x-forwarded-proto'] === 'https'),
            hasRestPath: hasRestPath && path.startsWith('/wc/'),
            now: shop.now,
          });
      const call: RestCall = {
        method: request.method,
        path,
        rawQuery,
        body: typeof request.body === 'string' ? request.body : '',
        contentType: request.headers['content-type'] ?? '',
        permission,
      };
      return await this.parts.handle(call, has('pageDrift') !== undefined);
    } catch (error) {
      if (!(error instanceof RestError)) throw error;
      return { status: error.status, body: error.body };
    }
  }

  #remember(request: FastifyRequest, path: string, status: number): void {
    this.#calls.push({ method: request.method, path, status });
    if (this.#calls.length > REMEMBERED_CALLS) this.#calls.shift();
  }

  /** Ends early when the store is closed. */
  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#closing.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

function faultAnswer(
  reply: FastifyReply,
  has: (kind: Fault['kind']) => Fault | undefined,
): FastifyReply | undefined {
  const limited = has('rateLimit');
  if (limited) {
    return html(reply.header('retry-after', limited.retryAfterSeconds ?? 2), 429, TOO_MANY);
  }
  const down = has('unavailable');
  if (down)
    return html(reply.header('retry-after', down.retryAfterSeconds ?? 600), 503, MAINTENANCE);
  if (!has('serverError')) return undefined;
  return reply
    .code(500)
    .header('content-type', 'application/json; charset=UTF-8')
    .send(
      JSON.stringify({
        code: 'internal_server_error',
        message: '<p>There has been a critical error on this website.</p>',
        data: { status: 500 },
        additional_errors: [],
      }),
    );
}

function html(reply: FastifyReply, status: number, page: string): FastifyReply {
  return reply.code(status).header('content-type', 'text/html; charset=UTF-8').send(page);
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? '';
}

function rawQueryOf(request: FastifyRequest): string {
  const at = request.url.indexOf('?');
  return at < 0 ? '' : request.url.slice(at + 1);
}

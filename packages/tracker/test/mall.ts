import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { trackerTag } from '../src/tracker-script.js';
import { bigcommerce } from './shops/bigcommerce.js';
import { magento2 } from './shops/magento2.js';
import { opencart } from './shops/opencart.js';
import { prestashop16 } from './shops/prestashop16.js';
import { prestashop17 } from './shops/prestashop17.js';
import { printedCart } from './shops/printed.js';
import { Basket, type FakeShop } from './shops/shop.js';
import { shoper } from './shops/shoper.js';
import { shopify } from './shops/shopify.js';
import { shopware6 } from './shops/shopware6.js';
import { woocommerce } from './shops/woocommerce.js';

export const SHOPS: readonly FakeShop[] = [
  shopify,
  woocommerce,
  magento2,
  prestashop17,
  prestashop16,
  shopware6,
  bigcommerce,
  opencart,
  shoper,
  printedCart,
];

/** What a test changes on a page of a shop. */
export interface PageOptions {
  readonly platform: string;
  /** Address of the tracker's door; none: a page without the tracker. */
  readonly trackerUrl?: string;
  /** How often the tag stands on the page. */
  readonly tags?: number;
  readonly head?: string;
  readonly bodyClass?: string;
  readonly csp?: string;
}

/** All fake shops behind one address; a shopper is a browser context with its session cookie. */
export class Mall {
  readonly #app: FastifyInstance = Fastify();
  readonly #baskets = new Map<string, Basket>();
  readonly #pages = new Map<string, PageOptions>();
  identity: string | undefined;
  identityReads = 0;
  url = '';

  async open(): Promise<this> {
    const app = this.#app;
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    );
    for (const shop of SHOPS) shop.register(app, (request) => this.basketOf(request));
    app.get('/storewire/identity', (_request, reply) => {
      this.identityReads += 1;
      return this.identity ? reply.type('text/plain').send(this.identity) : reply.code(404).send();
    });
    app.get('/p/:page/*', (request, reply) => {
      const { page = '' } = request.params as { page?: string };
      const options = this.#pages.get(page);
      if (!options) return reply.code(404).send();
      if (options.csp) reply.header('content-security-policy', options.csp);
      return reply.type('text/html').send(this.#html(options, this.basketOf(request)));
    });
    this.url = await app.listen({ host: '127.0.0.1', port: 0 });
    return this;
  }

  /** Puts up a page and gives its address, under which any path shows the same page. */
  page(options: PageOptions): string {
    const id = `page${this.#pages.size}`;
    this.#pages.set(id, options);
    return `${this.url}/p/${id}`;
  }

  basketOf(request: FastifyRequest): Basket {
    return this.basket(/session=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '');
  }

  basket(session: string): Basket {
    const basket = this.#baskets.get(session) ?? new Basket();
    this.#baskets.set(session, basket);
    return basket;
  }

  /** After an order the platform starts a new cart. */
  buy(session: string): void {
    this.#baskets.delete(session);
  }

  close = (): Promise<void> => this.#app.close();

  #html(
    { platform, trackerUrl, tags = 1, head = '', bodyClass }: PageOptions,
    basket: Basket,
  ): string {
    const shop = SHOPS.find((one) => one.platform === platform);
    const page = shop?.page(basket) ?? { body: '' };
    const tag = trackerUrl ? trackerTag(trackerUrl).repeat(tags) : '';
    return `<!doctype html><html><head><link rel="icon" href="data:,">${page.head ?? ''}${head}${tag}</head>
      <body id="${page.bodyId ?? ''}" class="${bodyClass ?? page.bodyClass ?? ''}">${page.body}</body></html>`;
  }
}

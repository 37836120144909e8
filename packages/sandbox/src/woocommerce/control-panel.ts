import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { customerDocument } from './customer.document.js';
import type { Fault } from './faults.js';
import type { Frame } from './frame.js';
import { frontPage } from './front-page.js';
import { orderDocument } from './order.document.js';
import type { Query } from './query.js';
import { ORDER_STATUSES } from './records.js';
import { RestError } from './rest.error.js';
import { isObject, textField } from './rest-request.js';
import type { Shop } from './shop.js';
import type { WooStore } from './store.js';

const SHOWN_ROWS = 10;
const NEVER = () => 0;
const TRASH = ORDER_STATUSES.indexOf('trash');

type Args = Readonly<Record<string, unknown>>;

/** What a person or a script outside the process can do with the store: `/_store/*` and the page. */
export class ControlPanel {
  constructor(
    private readonly store: WooStore,
    private readonly shop: Shop,
    private readonly frame: () => Frame,
  ) {}

  mount(app: FastifyInstance, basePath: string): void {
    app.addHook('onRequest', (request, reply, done) => {
      // A page elsewhere must not press the buttons of a store on this machine.
      const from = request.headers['sec-fetch-site'];
      const isForeign = from !== undefined && from !== 'same-origin' && from !== 'none';
      if (!isForeign || !request.url.startsWith(`${basePath}/_store/`)) done();
      else reply.code(403).send({ error: 'Only the page of the store may do this.' });
    });
    app.post(`${basePath}/_store/act`, (request, reply) => this.#act(request, reply, basePath));
    app.get(`${basePath}/_store/faults`, () => this.store.faults.list());
    app.post(`${basePath}/_store/faults`, (request, reply) => {
      try {
        this.store.faults.add(argsOf(request) as unknown as Fault);
      } catch (error) {
        return refuse(reply, error);
      }
      return this.store.faults.list();
    });
    app.delete(`${basePath}/_store/faults`, () => {
      this.store.faults.clear();
      return this.store.faults.list();
    });
    app.post(`${basePath}/_store/flush`, async () => ({
      delivered: (await this.store.webhooks.flush()).map(({ topic, resourceId, status }) => ({
        topic,
        resourceId,
        status,
      })),
    }));
    app.get(`${basePath}/_store/state`, () => ({
      counts: this.store.counts,
      pendingWebhooks: this.store.webhooks.pendingCount,
      isSimulating: this.store.isSimulating,
      faults: this.store.faults.list(),
    }));
    app.get(`${basePath}/wp-content/uploads/:name`, (request, reply) => {
      const { name } = request.params as { name: string };
      return reply.header('content-type', 'image/svg+xml').send(picture(name));
    });
  }

  page(query: Query): string {
    const { customers, orders } = this.shop;
    const frame = this.frame();
    const isShown = (row: number) => orders.state(row) !== TRASH;
    const people = customers.query('all', () => true, NEVER);
    const lastPeople = customers.query(
      'front page',
      () => true,
      (a, b) =>
        customers.createdAt(b) - customers.createdAt(a) || customers.id(b) - customers.id(a),
    );
    const lastOrders = orders.query(
      'front page',
      isShown,
      (a, b) => orders.createdAt(b) - orders.createdAt(a) || orders.id(b) - orders.id(a),
    );
    const notice = query.get('did');
    return frontPage({
      name: this.store.settings.name,
      basePath: this.store.settings.basePath,
      newsletterKey: this.store.settings.newsletterKey,
      customers: first(lastPeople, (id) => customers.get(id)).map((record) =>
        customerDocument(frame, record),
      ),
      orders: first(lastOrders, (id) => orders.get(id)).map((record) =>
        orderDocument(frame, record),
      ),
      customerCount: people.length,
      orderCount: lastOrders.length,
      webhookCount: [...this.store.webhooks.shelf.written()].filter(
        ({ status }) => status === 'active',
      ).length,
      isAlive: this.store.isSimulating,
      notice: typeof notice === 'string' ? notice : undefined,
    });
  }

  #act(request: FastifyRequest, reply: FastifyReply, basePath: string): FastifyReply {
    const isForm = request.headers['content-type']?.includes('x-www-form-urlencoded') ?? false;
    try {
      const { did, result } = this.#perform(argsOf(request));
      // A form goes back to the page, so that reloading it does not repeat the act.
      return isForm
        ? reply.redirect(`${basePath}/?did=${encodeURIComponent(did)}`, 303)
        : reply.send({ did, result });
    } catch (error) {
      return refuse(reply, error);
    }
  }

  #perform(args: Args): { did: string; result: unknown } {
    const { store } = this;
    const customerId = this.#customerId(args);
    const orderId = Number(args.orderId);
    switch (args.action) {
      case 'registerCustomer': {
        const newsletter = yesOrNo(args.newsletter);
        const result = store.registerCustomer({ email: textField(args, 'email'), newsletter });
        return { did: `Customer ${result.id} registered.`, result };
      }
      case 'placeOrder': {
        const result = store.placeOrder({
          customerId,
          status: orderStatus(args.status),
          paid: args.paid === true || args.paid === 'true',
          newsletter: args.newsletter === true || args.newsletter === 'true',
        });
        return { did: `Order ${result.id} placed.`, result };
      }
      case 'setOrderStatus': {
        const status = orderStatus(args.status);
        if (status === undefined) throw new RangeError('Argument status is not an order status.');
        const result = store.setOrderStatus(orderId, status);
        return { did: `Order ${orderId} is ${status}.`, result };
      }
      case 'refundOrder': {
        const result = store.refundOrder(orderId, {
          amount: textField(args, 'amount'),
          reason: textField(args, 'reason'),
        });
        return { did: `Order ${orderId} was refunded: ${result.amount}.`, result };
      }
      case 'setConsent': {
        const value = yesOrNo(args.value);
        if (value === undefined || customerId === undefined) {
          throw new RangeError('Arguments customerId and value (yes or no) are needed.');
        }
        const result = store.setConsent(customerId, value);
        return { did: `Customer ${customerId} said ${value} to the newsletter.`, result };
      }
      case 'editCustomer': {
        if (customerId === undefined) throw new RangeError('Argument customerId is needed.');
        const result = store.editCustomer(customerId, {
          email: textField(args, 'email'),
          firstName: textField(args, 'firstName'),
          lastName: textField(args, 'lastName'),
        });
        return { did: `Customer ${customerId} was edited.`, result };
      }
      case 'deleteOrder':
        store.deleteOrder(orderId);
        return { did: `Order ${orderId} is in the bin.`, result: null };
      case 'simulate':
        store.simulate({ everyMs: Math.max(50, Number(args.everyMs) || 3_000) });
        return { did: 'Simulated visitors are in the shop.', result: null };
      case 'stopSimulation':
        store.stopSimulation();
        return { did: 'The simulated visitors left.', result: null };
      default:
        throw new RangeError('Argument action names nothing the store can do.');
    }
  }

  /** `any` is some account of the shop, a different one from second to second. */
  #customerId(args: Args): number | undefined {
    if (args.customerId !== 'any') {
      return args.customerId === undefined ? undefined : Number(args.customerId);
    }
    const { customers } = this.shop;
    const shoppers = customers.query('shoppers', (row) => customers.id(row) !== 1, NEVER);
    return shoppers.length === 0 ? undefined : shoppers.id(this.shop.now % shoppers.length);
  }
}

function first<R>(
  found: { length: number; id(n: number): number },
  get: (id: number) => R | undefined,
): R[] {
  return Array.from({ length: Math.min(SHOWN_ROWS, found.length) }, (_, n) =>
    get(found.id(n)),
  ).filter((record) => record !== undefined);
}

/** JSON, or the fields of a form. */
function argsOf(request: FastifyRequest): Args {
  const text = typeof request.body === 'string' ? request.body : '';
  if (request.headers['content-type']?.includes('x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  const read: unknown = text === '' ? {} : JSON.parse(text);
  return isObject(read) ? read : {};
}

function refuse(reply: FastifyReply, error: unknown): FastifyReply {
  if (error instanceof RestError) return reply.code(error.status).send(error.body);
  const isWrongArgument = error instanceof RangeError || error instanceof SyntaxError;
  if (!isWrongArgument) throw error;
  return reply.code(400).send({ error: error.message });
}

function yesOrNo(value: unknown): 'yes' | 'no' | undefined {
  return value === 'yes' || value === 'no' ? value : undefined;
}

function orderStatus(value: unknown) {
  return ORDER_STATUSES.find((status) => status === value && status !== 'trash');
}

/** A picture of a product: a coloured square with the first letters of its name. */
function picture(fileName: string): string {
  const name = fileName.replace(/[^\w-]/g, '');
  let hue = 0;
  for (const char of name) hue = (hue * 31 + char.charCodeAt(0)) % 360;
  const letters = name.slice(0, 2).toUpperCase();
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600"><rect width="600" height="600" fill="hsl(${hue} 45% 40%)"/><text x="300" y="370" font-family="sans-serif" font-size="220" text-anchor="middle" fill="#fff">${letters}</text></svg>`;
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Channel, Instant, RecordKind } from '@storewire/core';
import type {
  Delivery,
  FakeConsent,
  FakeStore,
  FakeSubscription,
  Fault,
} from '../../src/contract/fake-store.js';
import { hmacBase64 } from '../../src/signature.js';
import type { ExampleConnection } from './example-connection.js';

type Doc = Record<string, unknown> & { id: string; created_at: string; updated_at: string };
type Held = 'contact' | 'order' | 'cart';

const LINES = [{ product_id: 'p1', name: 'Mug', quantity: 2, price: '19.90' }];

/** The platform of the example adapter, in memory. */
export class FakeExample implements FakeStore<ExampleConnection> {
  readonly context = { zone: 'Europe/Warsaw', currency: 'PLN', country: 'PL' };
  readonly permissions = ['read', 'write'];
  readonly consentChannels = ['email'] as const;
  readonly pageSize = 3;

  private readonly server: Server = createServer((req, res) => void this.answer(req, res));
  private readonly docs: Record<Held, Map<string, Doc>> = {
    contact: new Map(),
    order: new Map(),
    cart: new Map(),
  };
  private hooks: (FakeSubscription & { id: string })[] = [];
  private clockMs = Date.parse('2026-11-21T16:00:00Z');
  private counter = 0;
  private changes = 0;
  private installs = 0;
  private fault: Fault | undefined;
  private withheld: string | undefined;
  private readonly secret = 'whsec0123456789abcdef';

  async start() {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return { connection: this.connection() };
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  async reinstall() {
    this.installs++;
    return { connection: this.connection() };
  }

  private connection(): ExampleConnection {
    const { port } = this.server.address() as AddressInfo;
    return {
      shop: 'mill',
      address: `http://127.0.0.1:${port}`,
      token: this.token(),
      webhookSecret: this.secret,
    };
  }

  private readonly token = () => `tok_invented${this.installs}`;

  now = (): Instant => new Date(this.clockMs).toISOString();

  setClock(at: Instant) {
    this.clockMs = Date.parse(at);
  }

  /** UTC without a `Z`, to the second. */
  private readonly stamp = () => this.now().slice(0, 19);

  seed(kind: RecordKind, count: number, apartMs = 1000): string[] {
    return Array.from({ length: count }, (_, i) => {
      if (i > 0) this.clockMs += apartMs;
      const id = String(++this.counter).padStart(4, '0');
      const times = { created_at: this.stamp(), updated_at: this.stamp() };
      const person = { email: `person${id}@customer.example`, phone: `+48600100${id.slice(1)}` };
      if (kind === 'order') {
        const order = { currency: 'PLN', total: '39.80', state: 'paid', paid_at: times.created_at };
        this.docs.order.set(id, { id, ...times, ...person, ...order, lines: LINES });
      } else if (kind === 'cart') {
        const cart = { currency: 'PLN', total: '39.80', lines: LINES };
        this.docs.cart.set(id, { id, ...times, email: person.email, ...cart });
      } else {
        const contact = { name: `Person ${id}`, newsletter: 'no', newsletter_at: null };
        this.docs.contact.set(id, { id, ...times, ...person, ...contact });
        if (kind === 'consent') this.setConsent(id, 'email', 'in');
      }
      return id;
    });
  }

  touch(kind: RecordKind, id: string) {
    const doc = this.docs[kind as Held].get(id) as Doc;
    Object.assign(doc, { note: `changed ${++this.counter}`, updated_at: this.stamp() });
  }

  setOrderState(id: string, state: string): boolean {
    if (!['open', 'paid', 'cancelled'].includes(state)) return false;
    Object.assign(this.docs.order.get(id) as Doc, { state, updated_at: this.stamp() });
    return true;
  }

  delivery(kind: RecordKind, id: string): Delivery {
    const held: Held = kind === 'consent' || kind === 'erasure' ? 'contact' : (kind as Held);
    const doc = this.docs[held].get(id) as Doc;
    const about = { contact_id: id, email: doc.email };
    const body =
      kind === 'consent'
        ? {
            ...about,
            channel: 'email',
            newsletter: doc.newsletter,
            newsletter_at: doc.newsletter_at,
          }
        : kind === 'erasure'
          ? about
          : doc;
    const topic = kind === 'erasure' ? 'contact/erased' : `${kind}/changed`;
    const rawBody = Buffer.from(JSON.stringify(body));
    return { topic, rawBody, headers: this.sign(topic, rawBody) };
  }

  sign(topic: string, rawBody: Buffer) {
    return {
      'content-type': 'application/json',
      'x-example-topic': topic,
      'x-example-delivery': `d${++this.counter}`,
      'x-example-signature': hmacBase64(this.secret, rawBody),
    };
  }

  subscriptions = () => this.hooks;

  switchOff(topic: string) {
    this.hooks = this.hooks.map((hook) =>
      hook.topic === topic ? { ...hook, active: false } : hook,
    );
  }

  consent(contactId: string, _channel: Channel): FakeConsent {
    const doc = this.docs.contact.get(contactId) as Doc;
    return doc.newsletter === 'yes' ? 'in' : doc.newsletter_at ? 'out' : 'never';
  }

  setConsent(contactId: string, _channel: Channel, state: FakeConsent) {
    Object.assign(this.docs.contact.get(contactId) as Doc, {
      newsletter: state === 'in' ? 'yes' : 'no',
      newsletter_at: state === 'never' ? null : this.stamp(),
      updated_at: this.stamp(),
    });
  }

  misbehave(fault: Fault | undefined) {
    this.fault = fault;
  }

  withhold(permission: string | undefined) {
    this.withheld = permission;
  }

  writes = () => this.changes;

  private async answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const reply = (status: number, body: unknown, headers: Record<string, string> = {}) => {
      res.writeHead(status, { 'content-type': 'application/json', ...headers });
      res.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    if (this.fault === 'silence') return;
    if (this.fault === 'rateLimited') return reply(429, {}, { 'retry-after': '2' });
    if (this.fault === 'serverError') return reply(500, { error: 'person@customer.example' });
    if (this.fault === 'html') return reply(200, '<!doctype html><title>Back soon</title>');
    if (this.fault === 'unauthorized' || req.headers['x-token'] !== this.token()) {
      return reply(401, { error: `unknown token ${req.headers['x-token']}` });
    }
    const url = new URL(req.url ?? '/', 'http://fake.example');
    const body = chunks.length ? JSON.parse(Buffer.concat(chunks).toString('utf8')) : undefined;
    const found = this.route(req.method ?? '', url, body);
    return found === undefined ? reply(404, { error: 'no such thing' }) : reply(200, found);
  }

  private route(method: string, { pathname, searchParams }: URL, body: Partial<Doc>): unknown {
    const [, thing, id] = pathname.split('/');
    if (method !== 'GET') this.changes++;
    if (thing === 'shop') {
      const permissions = this.permissions.filter((permission) => permission !== this.withheld);
      const name = `The Mill${' again'.repeat(this.installs)}`;
      return { id: 'mill', name, zone: this.context.zone, permissions };
    }
    if (thing === 'hooks') return this.hook(method, id, body);
    const docs = this.docs[thing as Held];
    if (!docs) return undefined;
    if (method === 'PUT' && id) {
      this.setConsent(id, 'email', body.newsletter === 'yes' ? 'in' : 'out');
      return docs.get(id);
    }
    if (id === 'count') return { count: docs.size };
    const email = searchParams.get('email');
    if (email) return [...docs.values()].filter((doc) => doc.email === email);
    const key = (doc: Doc) =>
      searchParams.get('order') === 'id' ? doc.id : `${doc.updated_at}~${doc.id}`;
    const after = searchParams.get('after') ?? '';
    return [...docs.values()]
      .filter((doc) => key(doc) > after)
      .sort((a, b) => (key(a) < key(b) ? -1 : 1))
      .slice(Number(searchParams.get('skip') ?? 0))
      .slice(0, Number(searchParams.get('limit')));
  }

  private hook(method: string, id: string | undefined, body: Partial<Doc>): unknown {
    if (method === 'GET') return this.hooks;
    if (method === 'POST') {
      const { topic, address } = body as unknown as FakeSubscription;
      this.hooks.push({ id: `h${++this.counter}`, topic, address, active: true });
    } else {
      this.hooks = this.hooks.map((hook) => (hook.id === id ? { ...hook, active: true } : hook));
    }
    return {};
  }
}

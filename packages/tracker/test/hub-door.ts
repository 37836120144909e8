import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Beacon, VisitorAnswer, VisitorQuestion } from '../src/beacon/beacon.js';
import { readBeacon, readVisitorQuestion } from '../src/beacon/beacon.reader.js';
import { type TrackerScriptInput, trackerScript } from '../src/tracker-script.js';

const PATIENCE_MS = 25_000;

/** What came to one store's door, and what it answers. */
export class StoreDoor {
  readonly beacons: Beacon[] = [];
  readonly origins: (string | undefined)[] = [];
  readonly questions: VisitorQuestion[] = [];
  answer: VisitorAnswer | undefined;
  status = 204;
  readonly #waiting: { count: number; done: () => void }[] = [];

  constructor(readonly script: Omit<TrackerScriptInput, 'trackerUrl'>) {}

  take(beacon: Beacon, origin: string | undefined): void {
    this.beacons.push(beacon);
    this.origins.push(origin);
    for (const { count, done } of this.#waiting) if (this.beacons.length >= count) done();
  }

  /** The beacon number `count`, as soon as it is there. */
  async beacon(count: number): Promise<Beacon> {
    if (this.beacons.length < count) {
      await new Promise<void>((done, fail) => {
        const lost = new Error(`beacon ${count} did not come; there are ${this.beacons.length}`);
        const timer = setTimeout(() => fail(lost), PATIENCE_MS);
        const arrived = (): void => {
          clearTimeout(timer);
          done();
        };
        this.#waiting.push({ count, done: arrived });
      });
    }
    return this.beacons[count - 1] as Beacon;
  }
}

/** The tracker's door of the hub, as the hub builds it from this package's functions. */
export class HubDoor {
  readonly #app: FastifyInstance = Fastify();
  readonly stores = new Map<string, StoreDoor>();
  url = '';

  async open(): Promise<this> {
    const app = this.#app;
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    );
    app.get('/t/:store/s.js', (request, reply) =>
      reply.type('text/javascript').send(this.#script(request)),
    );
    app.post('/t/:store/cart', (request, reply) => {
      const door = this.#door(request);
      if (door.status !== 204) return reply.code(door.status).send();
      const beacon = readBeacon(String(request.body));
      if ('problem' in beacon) throw new Error(JSON.stringify(beacon.problem));
      door.take(beacon, request.headers.origin);
      return reply.code(204).send();
    });
    app.post('/t/:store/visitor', (request, reply) => {
      const door = this.#door(request);
      const question = readVisitorQuestion(String(request.body));
      if ('problem' in question) throw new Error(JSON.stringify(question.problem));
      door.questions.push(question);
      reply.header('access-control-allow-origin', request.headers.origin ?? '');
      return door.answer ? reply.send(door.answer) : reply.code(204).send();
    });
    // SALESmanago's side of the monitoring code.
    app.get('/static/sm.js', (_request, reply) =>
      reply.type('text/javascript').send('window.smLoads = (window.smLoads || 0) + 1;'),
    );
    app.get('/dynamic/:client/popups.js', (_request, reply) =>
      reply.type('text/javascript').send('window.popupLoads = (window.popupLoads || 0) + 1;'),
    );
    this.url = await app.listen({ host: '127.0.0.1', port: 0 });
    return this;
  }

  store(script: Partial<TrackerScriptInput> & { platform: string }): {
    id: string;
    door: StoreDoor;
  } {
    const id = `store${this.stores.size}`;
    const door = new StoreDoor({ monitoring: null, cookieDays: 30, ...script });
    this.stores.set(id, door);
    return { id, door };
  }

  close = (): Promise<void> => this.#app.close();

  #door(request: FastifyRequest): StoreDoor {
    const { store } = request.params as { store: string };
    const door = this.stores.get(store);
    if (!door) throw new Error(`no store ${store}`);
    return door;
  }

  #script(request: FastifyRequest): string {
    const { store } = request.params as { store: string };
    return trackerScript({ ...this.#door(request).script, trackerUrl: `${this.url}/t/${store}` });
  }
}

import type { AddressInfo } from 'node:net';
import {
  type ActionResult,
  type CardChange,
  changeOnCard,
  confirm,
  reportV3Problems,
  UnknownContact,
  unsubscribe,
} from './actions.js';
import type { Callbacks } from './callbacks.js';
import type { SandboxClock } from './clock.js';
import type { Operation } from './contacts/contact.js';
import type { FaultRules } from './faults.js';
import {
  type EventFilter,
  type InspectedEvent,
  listAccounts,
  listContacts,
  listEvents,
  listProducts,
  listRepeatedOrders,
  listRequests,
  readContact,
  readOperations,
  readStats,
  type SandboxStats,
} from './inspector/inspection.js';
import type { Json } from './json.js';
import type { AccountOptions, SandboxOptions } from './options.js';
import type { LoggedRequest, RequestFilter } from './request-log.js';
import { createSandboxServer } from './server.js';
import type { Pixel } from './tracking.js';
import type { VendorContact } from './vendor-contacts.js';
import { World } from './world.js';

/** A running emulator of SALESmanago. The same inspection is offered over HTTP under `/_sandbox/`. */
export interface Sandbox {
  /** Base of the account host (v2, login, tracking files) once it listens, without a trailing slash. */
  readonly url: string;
  /** Base of the v3 host; the same server, v3 paths start with `/v3/`. */
  readonly v3Url: string;
  readonly faults: FaultRules;
  readonly clock: SandboxClock;
  readonly callbacks: Callbacks;
  /** Default: a free port on 127.0.0.1. */
  listen(options?: { port?: number; host?: string }): Promise<{ url: string; v3Url: string }>;
  /** Cuts every connection, hanging ones too. */
  close(): Promise<void>;
  /** Adds an account, or replaces one of the same client id with its data. */
  addAccount(account: AccountOptions): void;
  accounts(): Json[];
  stats(): SandboxStats;
  /** The whole card of one contact, or `undefined`. */
  contact(email: string, clientId?: string): Json | undefined;
  contacts(query?: { q?: string; clientId?: string; limit?: number }): {
    total: number;
    items: Json[];
  };
  /** Newest first. */
  events(filter?: EventFilter): { total: number; items: InspectedEvent[] };
  /** Orders that have more than one PURCHASE, CANCELLATION or RETURN. */
  repeatedOrders(limit?: number): Json[];
  /** What was received for an address, oldest first. */
  operations(email: string, clientId?: string): Operation[];
  /** Products of a catalogue, by its id or location. */
  products(catalog: string): Json[];
  /** Newest first, without the sandbox's own requests. */
  requests(filter?: RequestFilter): LoggedRequest[];
  pixels(): Pixel[];
  /** What the account of a merchant told the vendor about him. */
  vendorContact(email: string): VendorContact | undefined;
  unsubscribe(email: string, clientId?: string): Promise<ActionResult>;
  confirm(email: string, clientId?: string): Promise<ActionResult>;
  changeOnCard(email: string, change: CardChange, clientId?: string): Promise<ActionResult>;
  reportV3Problems(
    problems: { reasonCode: number; message: string }[],
    clientId?: string,
  ): Promise<number>;
  /** Forgets data, logs, faults and the clock's offset; accounts stay. */
  reset(): void;
}

/** Creates a sandbox that does not listen yet. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const world = new World(options);
  const server = createSandboxServer(world);
  let url = '';
  return {
    get url() {
      return url;
    },
    get v3Url() {
      return url;
    },
    faults: world.faults,
    clock: world.clock,
    callbacks: world.callbacks,
    listen: async ({ port = 0, host = '127.0.0.1' } = {}) => {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          resolve();
        });
      });
      const named = host.includes(':') ? `[${host}]` : host;
      url = `http://${named}:${(server.address() as AddressInfo).port}`;
      return { url, v3Url: url };
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await Promise.all([closed, world.callbacks.close()]);
    },
    addAccount: (account) => void world.addAccount(account),
    accounts: () => listAccounts(world),
    stats: () => readStats(world),
    contact: (email, clientId) => {
      try {
        return readContact(world, email, clientId);
      } catch (error) {
        if (error instanceof UnknownContact) return undefined;
        throw error;
      }
    },
    contacts: (query) => listContacts(world, query),
    events: (filter) => listEvents(world, filter),
    repeatedOrders: (limit) => listRepeatedOrders(world, limit),
    operations: (email, clientId) => readOperations(world, email, clientId),
    products: (catalog) => listProducts(world, catalog),
    requests: (filter) => listRequests(world, filter),
    pixels: () => [...world.pixels],
    vendorContact: (email) => world.vendorContacts.find(email),
    unsubscribe: (email, clientId) => unsubscribe(world, email, clientId),
    confirm: (email, clientId) => confirm(world, email, clientId),
    changeOnCard: (email, change, clientId) => changeOnCard(world, email, change, clientId),
    reportV3Problems: (problems, clientId) => reportV3Problems(world, problems, clientId),
    reset: () => world.reset(),
  };
}

import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { Injectable } from '@nestjs/common';
import type { Sandbox } from '@storewire/sandbox';
import type { WooStore } from '@storewire/sandbox/woocommerce';
import { HubConfig } from '../config.js';
import { OutgoingGuard } from '../outgoing/outgoing-guard.js';
import { DemoOptions } from './demo-options.js';

const LOOPBACK = '127.0.0.1';
const NEWSLETTER_FIELD = 'newsletter_consent';

/** What the demo connects: a SALESmanago and a shop, both in this process, in memory and on loopback. */
export interface DemoWorld {
  readonly sandbox: Sandbox;
  readonly store: WooStore;
  /** What a person would type in for the account. */
  readonly account: {
    readonly endpoint: string;
    readonly clientId: string;
    readonly apiSecret: string;
    readonly owner: string;
    readonly v3Endpoint: string;
    readonly v3ApiKey: string;
  };
  /** What a person would type in for the store. */
  readonly connection: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Opens the world of the demo, and lets the hub call its two addresses and no other private one. */
@Injectable()
export class DemoWorlds {
  constructor(
    private readonly options: DemoOptions,
    private readonly config: HubConfig,
    private readonly outgoing: OutgoingGuard,
  ) {}

  async open(): Promise<DemoWorld> {
    // A hub without a demo does without them.
    const { createSandbox, DEFAULT_ACCOUNT } = await import('@storewire/sandbox');
    const { createWooStore } = await import('@storewire/sandbox/woocommerce');
    // A new client id each time: what was sent to the SALESmanago of an earlier start is not in this one.
    const clientId = `demo${randomBytes(6).toString('hex')}`;
    const v3ApiKey = `DEMO${randomBytes(12).toString('hex').toUpperCase()}`;
    const apiSecret = randomBytes(16).toString('hex');
    const sandbox = createSandbox({
      accounts: [
        { ...DEFAULT_ACCOUNT, clientId, apiSecret, v3Keys: [{ key: v3ApiKey, name: 'demo' }] },
      ],
    });
    const store = createWooStore({
      customers: this.options.customers,
      orders: this.options.orders,
      newsletterKey: NEWSLETTER_FIELD,
      webhooks: 'automatic',
    });
    await sandbox.listen({ host: LOOPBACK, port: await this.neighbourPort(1) });
    await store.listen({ host: LOOPBACK, port: await this.neighbourPort(2) });
    this.outgoing.allow(sandbox.url);
    this.outgoing.allow(store.url);
    return {
      sandbox,
      store,
      account: {
        endpoint: sandbox.url,
        clientId,
        apiSecret,
        owner: DEFAULT_ACCOUNT.owners[0] ?? '',
        v3Endpoint: sandbox.v3Url,
        v3ApiKey,
      },
      connection: {
        url: store.url,
        consumerKey: store.consumerKey,
        consumerSecret: store.consumerSecret,
        webhookSecret: randomBytes(20).toString('hex'),
        newsletterField: NEWSLETTER_FIELD,
      },
      close: async () => {
        await Promise.all([store.close(), sandbox.close()]);
      },
    };
  }

  /** The same after a restart, so that an open tab of the inspector goes on. @returns 0 for any. */
  private async neighbourPort(distance: number): Promise<number> {
    const { port: own } = this.config;
    const port = own + distance;
    const isWanted = this.options.usesNeighbourPorts && own > 0 && port <= 65_535;
    return isWanted && (await isFree(port)) ? port : 0;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, LOOPBACK, () => probe.close(() => resolve(true)));
  });
}

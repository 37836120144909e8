import { createHash } from 'node:crypto';
import { DEFAULT_ACCOUNT, type Sandbox } from '@storewire/sandbox';
import { CompatOutcome } from '../compat/compat-outcome.service.js';
import { DoorScene, type DoorStore } from './door-scene.js';
import type { ApiAnswer, TestHub } from './test-hub.js';

export interface CompatCredentials {
  readonly clientId: string;
  readonly apiSecret: string;
}

export const EMAIL = 'ada@customer.example';
export const OWNER = DEFAULT_ACCOUNT.owners[0] as string;
/** As long as SALESmanago's ids may take where nothing is wrong. */
export const PATIENT_MS = 25_000;

export const signed = (
  body: object,
  { clientId, apiSecret }: CompatCredentials,
  apiKey = 'r4nd0m',
) => ({
  clientId,
  apiKey,
  requestTime: Math.floor(Date.now() / 1000),
  sha: createHash('sha1').update(`${apiKey}${clientId}${apiSecret}`).digest('hex'),
  owner: OWNER,
  ...body,
});

export const contact = (more: object = {}) => ({
  async: true,
  contact: { email: EMAIL, name: 'Ada Kowal', externalId: 'C-1007', ...more },
});

/** A hub, and for each test an empty SALESmanago and a store that others talk to as if it were SALESmanago. */
export class CompatScene {
  store!: DoorStore;
  credentials!: CompatCredentials;

  private constructor(readonly door: DoorScene) {}

  static async open(): Promise<CompatScene> {
    return new CompatScene(await DoorScene.open());
  }

  /** Before each test. */
  async begin(): Promise<void> {
    this.sandbox.reset();
    // The mode of inbound events does not hold here: the integration that calls has one of its own.
    this.store = await this.door.store({ settings: { operatingMode: null, location: 'ebexo_pl' } });
    this.credentials = await this.door.made(`${this.store.path}/compat-credentials`, {});
  }

  get hub(): TestHub {
    return this.door.hub;
  }

  get sandbox(): Sandbox {
    return this.door.sandbox;
  }

  /** The path of the store's door. */
  get base(): string {
    return new URL(this.store.compatUrl).pathname;
  }

  /** For ids of SALESmanago. */
  waitAtMost(waitMs: number): void {
    Object.assign(this.hub.app.get(CompatOutcome), { waitMs });
  }

  post(path: string, body: unknown): Promise<ApiAnswer> {
    return this.hub.api('POST', path, body, null);
  }

  /** Calls a method at the store's door. */
  async call(method: string, body: object, by = this.credentials) {
    const { status, body: answer } = await this.post(
      `${this.base}/api/${method}`,
      signed(body, by),
    );
    return { status, ...answer };
  }

  messages() {
    return this.door.messages(this.store);
  }

  settled(): Promise<void> {
    return this.door.settled(this.store);
  }

  close(): Promise<void> {
    return this.door.close();
  }
}

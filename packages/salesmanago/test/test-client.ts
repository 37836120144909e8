import { Agent, type Dispatcher } from 'undici';
import type { Credentials } from '../src/credentials.js';
import { SalesmanagoClient } from '../src/salesmanago.client.js';
import { FakeService } from './fake-service.js';

export const NOW = 1_767_225_600_000;

/** The signature of the published test vector: key1, abc123, s3cret. */
export const AUTH = {
  clientId: 'abc123',
  apiKey: 'key1',
  requestTime: NOW,
  sha: 'b3303faa88b01ce15a9d25133cd274927505b812',
  owner: 'owner@shop.example',
};

export function credentials(url: string): Credentials {
  return {
    endpoint: `${url}/api`,
    clientId: 'abc123',
    owner: 'owner@shop.example',
    credential: { kind: 'secret', apiSecret: 's3cret' },
    v3Endpoint: url,
    v3ApiKey: 'V3KEY',
  };
}

export function clientOn(url: string, dispatcher: Dispatcher = new Agent()): SalesmanagoClient {
  return new SalesmanagoClient(credentials(url), {
    dispatcher,
    now: () => NOW,
    randomKey: () => 'key1',
    timeoutMs: 25_000,
  });
}

/** A fake SALESmanago with a client for it. */
export class TestAccount {
  readonly service = new FakeService();
  readonly agent = new Agent();
  client!: SalesmanagoClient;

  async start(): Promise<void> {
    await this.service.start();
    this.client = clientOn(this.service.url, this.agent);
  }

  async stop(): Promise<void> {
    await this.agent.destroy();
    await this.service.stop();
  }
}

import type { HttpClient } from '@storewire/core';
import { Magento2Client } from '../../src/magento2/client.js';
import type { Magento2Connection } from '../../src/magento2/connection.js';
import { quickHttp } from '../quick-http.js';
import { FakeMagento2, type FakeOptions } from './fake-magento2.js';

export interface OpenShop {
  readonly fake: FakeMagento2;
  client(changes?: Partial<Magento2Connection>, http?: HttpClient): Magento2Client;
}

const open: FakeMagento2[] = [];

/** For `afterEach` of a spec file: this module is loaded once for several of them. */
export async function closeShops(): Promise<void> {
  await Promise.all(open.splice(0).map((fake) => fake.stop()));
}

/** A fake that listens until `closeShops`, and clients for it whose clock is the fake's. */
export async function openShop(options: FakeOptions = {}): Promise<OpenShop> {
  const fake = new FakeMagento2(options);
  await fake.start();
  open.push(fake);
  return {
    fake,
    client: (changes = {}, http = quickHttp()) =>
      new Magento2Client({
        connection: { ...fake.connection(), ...changes },
        http,
        allowPrivateAddresses: true,
        now: () => Date.parse(fake.now()),
      }),
  };
}

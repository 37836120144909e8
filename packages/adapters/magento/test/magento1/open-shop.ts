import { Magento1Client } from '../../src/magento1/client.js';
import type { Magento1Connection } from '../../src/magento1/connection.js';
import { quickHttp } from '../quick-http.js';
import { FakeMagento1, type FakeOptions } from './fake-magento1.js';

export interface OpenShop {
  readonly fake: FakeMagento1;
  client(changes?: Partial<Magento1Connection>): Magento1Client;
}

const open: FakeMagento1[] = [];

/** For `afterEach` of a spec file: this module is loaded once for several of them. */
export async function closeShops(): Promise<void> {
  await Promise.all(open.splice(0).map((fake) => fake.stop()));
}

/** A fake that listens until `closeShops`, and clients for it whose clock is the fake's. */
export async function openShop(options: FakeOptions = {}): Promise<OpenShop> {
  const fake = new FakeMagento1(options);
  await fake.start();
  open.push(fake);
  return {
    fake,
    client: (changes = {}) =>
      new Magento1Client({
        connection: { ...fake.connection(), ...changes },
        http: quickHttp(),
        allowPrivateAddresses: true,
        now: () => Date.parse(fake.now()),
      }),
  };
}

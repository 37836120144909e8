import { adapterContract } from '@storewire/adapter-kit/contract';
import { magento1 } from '../../src/magento1/index.js';
import { FakeMagento1 } from './fake-magento1.js';

const fixtures = new URL('../../fixtures/magento1/', import.meta.url);

// Sessions that end after some calls, in a shop that prints notices; and a newer one with JSON-RPC.
adapterContract(magento1, {
  fixtures,
  fakeStore: () =>
    new FakeMagento1({ callsPerSession: 25, notice: '<br />\n<b>Notice</b>: Undefined index\n' }),
});
adapterContract(
  { ...magento1, name: 'OpenMage with JSON-RPC' },
  { fixtures, fakeStore: () => new FakeMagento1({ hasJsonRpc: true }) },
);

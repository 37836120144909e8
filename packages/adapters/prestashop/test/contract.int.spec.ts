import { adapterContract } from '@storewire/adapter-kit/contract';
import adapters from '../src/index.js';
import { FakePrestashop } from './fake-prestashop.js';

const VERSIONS: Readonly<Record<string, string>> = {
  prestashop17: '8.2.1',
  prestashop16: '1.6.1.24',
};

for (const adapter of adapters) {
  adapterContract(adapter, {
    fixtures: new URL('../fixtures/', import.meta.url),
    fakeStore: () => new FakePrestashop({ version: VERSIONS[adapter.id] as string }),
  });
}

import { adapterContract } from '@storewire/adapter-kit/contract';
import { prestashop16, prestashop17 } from '../src/index.js';
import { FakePrestashop } from './fake-prestashop.js';

const fixtures = new URL('../fixtures/', import.meta.url);

for (const [adapter, version] of [
  [prestashop17, '8.2.1'],
  [prestashop17, '1.7.8.11'],
  [prestashop17, '9.0.2'],
  [prestashop16, '1.6.1.24'],
] as const) {
  adapterContract(
    { ...adapter, name: `PrestaShop ${version}` },
    { fixtures, fakeStore: () => new FakePrestashop({ version }) },
  );
}

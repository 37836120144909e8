import { adapterContract } from '@storewire/adapter-kit/contract';
import { FakeShopware6 } from '../../test/shopware6/fake-shopware6.js';
import { shopware6 } from './adapter.js';

adapterContract(shopware6, {
  fixtures: new URL('../../fixtures/shopware6/', import.meta.url),
  fakeStore: () => new FakeShopware6(),
});

import { adapterContract } from '@storewire/adapter-kit/contract';
import { FakeShopware5 } from '../../test/shopware5/fake-shopware5.js';
import { shopware5 } from './adapter.js';

adapterContract(shopware5, {
  fixtures: new URL('../../fixtures/shopware5/', import.meta.url),
  fakeStore: () => new FakeShopware5(),
});

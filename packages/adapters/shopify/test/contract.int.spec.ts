import { adapterContract } from '@storewire/adapter-kit/contract';
import shopify from '../src/index.js';
import { FakeShopify } from './fake-shopify.js';

adapterContract(shopify, {
  fixtures: new URL('../fixtures/', import.meta.url),
  fakeStore: () => new FakeShopify(),
});

import { adapterContract } from '@storewire/adapter-kit/contract';
import { fakeBigCommerce } from '../test/fake-bigcommerce.js';
import bigcommerce from './index.js';

adapterContract(bigcommerce, {
  fixtures: new URL('../fixtures/', import.meta.url),
  fakeStore: fakeBigCommerce,
});

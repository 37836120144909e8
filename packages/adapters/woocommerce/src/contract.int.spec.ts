import { adapterContract } from '@storewire/adapter-kit/contract';
import { fakeWooStore } from '../test/fake-woo-store.js';
import woocommerce from './index.js';

adapterContract(woocommerce, {
  fixtures: new URL('../fixtures/', import.meta.url),
  fakeStore: fakeWooStore,
});

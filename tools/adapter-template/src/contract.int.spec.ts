import { adapterContract } from '@storewire/adapter-kit/contract';
import { FakeNewshop } from '../test/fake-newshop.js';
import newshop from './index.js';

adapterContract(newshop, {
  fixtures: new URL('../fixtures/', import.meta.url),
  fakeStore: () => new FakeNewshop(),
});

import { adapterContract } from '@storewire/adapter-kit/contract';
import { FakeEbexo } from '../test/fake-ebexo.js';
import ebexo from './index.js';

adapterContract(ebexo, {
  fixtures: new URL('../fixtures/', import.meta.url),
  fakeStore: () => new FakeEbexo(),
});

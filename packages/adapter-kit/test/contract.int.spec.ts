import { adapterContract } from '../src/contract/index.js';
import { exampleAdapter } from './example/example-adapter.js';
import { FakeExample } from './example/fake-example.js';

adapterContract(exampleAdapter, {
  fixtures: new URL('./example/fixtures/', import.meta.url),
  fakeStore: () => new FakeExample(),
});

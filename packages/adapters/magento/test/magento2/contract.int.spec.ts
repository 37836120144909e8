import { adapterContract } from '@storewire/adapter-kit/contract';
import { magento2 } from '../../src/magento2/index.js';
import { FakeMagento2 } from './fake-magento2.js';

const fixtures = new URL('../../fixtures/magento2/', import.meta.url);

// The newest release with signed calls, one of before 2.4.4 with the token alone, and an old one: lists without consent,
// a last page that comes again for ever.
adapterContract(magento2, { fixtures, fakeStore: () => new FakeMagento2() });
adapterContract(
  { ...magento2, name: 'Magento 2.4.3' },
  { fixtures, fakeStore: () => new FakeMagento2({ release: '2.4.3', auth: 'bearer' }) },
);
adapterContract(
  { ...magento2, name: 'Magento 2.3' },
  { fixtures, fakeStore: () => new FakeMagento2({ release: '2.3.7', auth: 'bearer' }) },
);

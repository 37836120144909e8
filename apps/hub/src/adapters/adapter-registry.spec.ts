import { describe, expect, it } from '@jest/globals';
import type { AnyAdapter } from '@storewire/core';
import { InvalidEnvironment } from '../config.js';
import { AdapterRegistry, selectAdapters } from './adapter-registry.js';

const adapter = (id: string): AnyAdapter => ({ id, name: id }) as AnyAdapter;

const INSTALLED = [
  {
    name: '@storewire/adapter-magento',
    adapters: [adapter('magento2'), adapter('magento1')],
  },
  { name: '@storewire/adapter-shopify', adapters: [adapter('shopify')] },
];

const idsOf = (wanted?: string[]): string[] =>
  selectAdapters(INSTALLED, wanted).map(({ id }) => id);

describe('selectAdapters', () => {
  it.each([
    { wanted: undefined, gives: ['magento2', 'magento1', 'shopify'], why: 'all by default' },
    { wanted: ['magento1'], gives: ['magento1'], why: 'one platform of a family' },
    { wanted: ['magento'], gives: ['magento2', 'magento1'], why: 'a family' },
    {
      wanted: ['@storewire/adapter-magento'],
      gives: ['magento2', 'magento1'],
      why: 'a package name',
    },
    {
      wanted: ['shopify', '@storewire/adapter-shopify'],
      gives: ['shopify'],
      why: 'twice the same',
    },
  ])('takes $why', ({ wanted, gives }) => expect(idsOf(wanted)).toEqual(gives));

  it('names every adapter that is not installed, and what is', () => {
    expect.assertions(2);
    try {
      idsOf(['shopify', 'magneto', '@storewire/adapter-nothing']);
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidEnvironment);
      expect((error as InvalidEnvironment).problems).toEqual([
        {
          path: 'STOREWIRE_ADAPTERS',
          message: 'there is no adapter magneto; installed are magento1, magento2, shopify.',
        },
        {
          path: 'STOREWIRE_ADAPTERS',
          message:
            'there is no adapter @storewire/adapter-nothing; installed are magento1, magento2, shopify.',
        },
      ]);
    }
  });
});

describe('AdapterRegistry', () => {
  it('finds by platform and lists in the order of the ids', () => {
    const registry = new AdapterRegistry(selectAdapters(INSTALLED, undefined));
    expect(registry.get('magento1')?.id).toBe('magento1');
    expect(registry.get('ebexo')).toBeUndefined();
    expect(registry.list().map(({ id }) => id)).toEqual(['magento1', 'magento2', 'shopify']);
  });
});

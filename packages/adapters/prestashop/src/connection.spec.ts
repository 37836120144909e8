import { describe, expect, it } from '@jest/globals';
import { validateObject } from '@storewire/core';
import { PrestashopConnection, shopKeyOf } from './connection.js';

const VALID = { url: 'https://shop.example', webserviceKey: 'K'.repeat(32) };
const problemsOf = (changes: object) =>
  validateObject(PrestashopConnection, { ...VALID, ...changes }).problems.map(({ path }) => path);

describe('PrestashopConnection', () => {
  it.each([
    {},
    { url: 'http://shop.example/sklep/' },
    { shopId: '2' },
    { language: 'pl' },
    { ownStates: '15=canceled' },
    { bridgeSecret: 'swb_INVENTED' },
    { ownStates: '15 = canceled, 16=refunded' },
  ])('takes %p', (changes) => expect(problemsOf(changes)).toEqual([]));

  it.each([
    { url: 'shop.example', path: 'url' },
    { url: 'https://shop.example/?a=1', path: 'url' },
    { webserviceKey: 'SHORT', path: 'webserviceKey' },
    { shopId: '0', path: 'shopId' },
    { shopId: 'two', path: 'shopId' },
    { language: 'polish', path: 'language' },
    { ownStates: '15=cancelled', path: 'ownStates' },
    { ownStates: '15', path: 'ownStates' },
    { bridgeSecret: ' ', path: 'bridgeSecret' },
  ])('refuses %p', ({ path, ...changes }) => expect(problemsOf(changes)).toEqual([path]));

  it('takes the shop id as a number, too', () => {
    const { value, problems } = validateObject(PrestashopConnection, { ...VALID, shopId: 2 });
    expect(problems).toEqual([]);
    expect(value.shopId).toBe('2');
  });
});

describe('shopKeyOf', () => {
  it.each([
    { url: 'https://shop.example', key: 'prestashop:shop.example' },
    { url: 'http://shop.example/sklep/', key: 'prestashop:shop.example/sklep' },
    { url: 'https://shop.example', shopId: '2', key: 'prestashop:shop.example:2' },
  ])('is $key', ({ key, ...changes }) => expect(shopKeyOf({ ...VALID, ...changes })).toBe(key));
});

import { describe, expect, it } from '@jest/globals';
import { secretFields, validateObject } from '@storewire/core';
import { baseUrlOf, shopKeyOf, WooCommerceConnection } from './connection.js';

const VALID = {
  url: 'https://shop.example',
  consumerKey: 'ck_1a2b',
  consumerSecret: 'cs_3c4d',
  webhookSecret: 'abcDEF0123456789',
};

const problemsOf = (changes: object) =>
  validateObject(WooCommerceConnection, { ...VALID, ...changes }).problems.map(({ path }) => path);

describe('WooCommerceConnection', () => {
  it('takes what the API contract names, with and without the newsletter field', () => {
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf({ newsletterField: 'hub/newsletter' })).toEqual([]);
    expect(secretFields(WooCommerceConnection)).toEqual([
      'consumerKey',
      'consumerSecret',
      'webhookSecret',
    ]);
  });

  it.each([
    { changes: { url: 'shop.example' }, path: 'url', why: 'an address without a scheme' },
    { changes: { url: 'ftp://shop.example' }, path: 'url', why: 'a scheme that is not the web' },
    { changes: { url: 'https://u:p@shop.example' }, path: 'url', why: 'a password in the address' },
    { changes: { url: 'https://shop.example/?a=1' }, path: 'url', why: 'a query' },
    { changes: { consumerKey: 'cs_3c4d' }, path: 'consumerKey', why: 'the secret for the key' },
    { changes: { consumerSecret: 'ck_1a' }, path: 'consumerSecret', why: 'the key for the secret' },
    { changes: { webhookSecret: 'a&amp;b123' }, path: 'webhookSecret', why: 'an entity' },
    { changes: { newsletterField: 'two words' }, path: 'newsletterField', why: 'a blank in a key' },
    { changes: { shopId: '1' }, path: 'shopId', why: 'an unknown field' },
  ])('refuses $why', ({ changes, path }) => expect(problemsOf(changes)).toContain(path));
});

describe('shopKeyOf', () => {
  it.each([
    { url: 'https://Shop.example/', gives: 'woocommerce:shop.example' },
    { url: 'http://shop.example', gives: 'woocommerce:shop.example' },
    { url: 'https://shop.example/pl/sklep//', gives: 'woocommerce:shop.example/pl/sklep' },
    { url: 'http://127.0.0.1:8081/', gives: 'woocommerce:127.0.0.1:8081' },
  ])('is $gives for $url', ({ url, gives }) => {
    expect(shopKeyOf({ ...VALID, url })).toBe(gives);
    expect(baseUrlOf(url)).not.toMatch(/\/$/);
  });
});

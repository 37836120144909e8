import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { validateObject } from '@storewire/core';
import { baseUrlOf } from './shop-address.js';
import { shopKeyOf as key5, Shopware5Connection } from './shopware5/connection.js';
import { shopKeyOf as key6, Shopware6Connection } from './shopware6/connection.js';

const GIVEN = {
  url: 'https://shop.example',
  clientId: 'SWIA1',
  clientSecret: 's',
  apiUser: 'u',
  apiKey: 'k',
};
const given6 = ({ apiUser: _, apiKey: __, ...rest } = GIVEN) => rest;
const given5 = ({ clientId: _, clientSecret: __, ...rest } = GIVEN) => rest;
const problems = (type: new () => object, given: object) =>
  validateObject(type, given).problems.map(({ path }) => path);

describe('what is refused', () => {
  it.each([
    ['an address without https', { url: 'shop.example' }, 'url'],
    ['an address with a password in it', { url: 'https://u:p@shop.example' }, 'url'],
    ['an address with a query', { url: 'https://shop.example/?x=1' }, 'url'],
    ['a key with a blank', { clientSecret: 'a b' }, 'clientSecret'],
    ['a sales channel with dashes', { salesChannelId: '98432def-39fc' }, 'salesChannelId'],
    ['a sales channel in capitals', { salesChannelId: 'A'.repeat(32) }, 'salesChannelId'],
  ])('%s', (_, fields, path) =>
    expect(problems(Shopware6Connection, { ...given6(), ...fields })).toEqual([path]),
  );

  it.each([
    ['a user with a colon, which Basic could not carry', { apiUser: 'a:b' }, 'apiUser'],
    ['a shop that is no number', { shopId: 'main' }, 'shopId'],
  ])('%s (Shopware 5)', (_, fields, path) =>
    expect(problems(Shopware5Connection, { ...given5(), ...fields })).toEqual([path]),
  );
});

it('takes what the guides show', () => {
  expect(problems(Shopware6Connection, given6())).toEqual([]);
  expect(problems(Shopware5Connection, { ...given5(), shopId: '1' })).toEqual([]);
});

it.each([
  ['https://shop.example/', 'https://shop.example'],
  ['https://shop.example//de//', 'https://shop.example/de'],
  ['http://127.0.0.1:8000', 'http://127.0.0.1:8000'],
])('%s is called as %s', (url, base) => expect(baseUrlOf(url)).toBe(base));

it('makes the same key of an address with and without TLS, and another for a part of the shop', () => {
  const connection6 = (fields: object) =>
    Object.assign(new Shopware6Connection(), given6(), fields);
  const connection5 = (fields: object) =>
    Object.assign(new Shopware5Connection(), given5(), fields);
  expect(key6(connection6({ url: 'http://shop.example/' }))).toBe('shopware6:shop.example');
  expect(key6(connection6({}))).toBe('shopware6:shop.example');
  expect(key6(connection6({ salesChannelId: 'a1' }))).toBe('shopware6:shop.example:a1');
  expect(key5(connection5({ shopId: '2' }))).toBe('shopware5:shop.example:2');
});

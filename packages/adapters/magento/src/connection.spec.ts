import { describe, expect, it } from '@jest/globals';
import { validateObject } from '@storewire/core';
import adapters, { Magento1Connection, Magento2Connection } from './index.js';
import { shopKeyOf as shopKey1 } from './magento1/connection.js';
import { shopKeyOf as shopKey2 } from './magento2/connection.js';

const url = 'https://shop.example';
const signed = {
  url,
  consumerKey: 'ck',
  consumerSecret: 'cs',
  accessToken: 'at',
  accessTokenSecret: 'as',
};
const wrongIn = (type: new () => object, plain: object) =>
  validateObject(type, plain).problems.map(({ path }) => path);

describe('the connection of Magento 2', () => {
  it.each([
    { plain: { url, accessToken: 'at' }, wrong: [], why: 'the token alone' },
    { plain: signed, wrong: [], why: 'all four values' },
    {
      plain: {
        ...signed,
        storeCode: 'pl',
        eanAttribute: 'ean',
        signatureMethod: 'HMAC-SHA1',
        bridgeSecret: 'swb_INVENTED',
      },
      wrong: [],
      why: 'everything',
    },
    {
      plain: { url, accessToken: 'at', consumerKey: 'ck' },
      wrong: ['consumerSecret', 'accessTokenSecret'],
      why: 'one of the three that belong together',
    },
    { plain: { ...signed, accessTokenSecret: ' ' }, wrong: ['accessTokenSecret'], why: 'a blank' },
    { plain: { ...signed, accessToken: undefined }, wrong: ['accessToken'], why: 'no token' },
    { plain: { ...signed, bridgeSecret: ' ' }, wrong: ['bridgeSecret'], why: 'a blank there' },
    { plain: { url: 'shop.example', accessToken: 'at' }, wrong: ['url'], why: 'no https://' },
    {
      plain: { ...signed, signatureMethod: 'PLAINTEXT' },
      wrong: ['signatureMethod'],
      why: 'no HMAC',
    },
  ])('has $wrong wrong with $why', ({ plain, wrong }) => {
    expect(wrongIn(Magento2Connection, plain)).toEqual(wrong);
  });
});

describe('the connection of Magento 1', () => {
  it.each([
    { plain: { url, apiUser: 'hub', apiKey: 'a b' }, wrong: [] },
    { plain: { url, apiUser: ' ', apiKey: '' }, wrong: ['apiUser', 'apiKey'] },
    { plain: { url, apiUser: 'hub', apiKey: 'a', bridgeSecret: ' ' }, wrong: ['bridgeSecret'] },
    { plain: { url, apiUser: 'hub', apiKey: 'a', bridgeSecret: 'swb_INVENTED' }, wrong: [] },
  ])('has $wrong wrong', ({ plain, wrong }) => {
    expect(wrongIn(Magento1Connection, plain)).toEqual(wrong);
  });
});

describe('the shop key', () => {
  it.each([
    { address: 'https://shop.example', key: 'shop.example' },
    { address: 'http://shop.example/', key: 'shop.example' },
    { address: 'https://shop.example/index.php/', key: 'shop.example' },
    { address: 'https://shop.example:8443/pl/', key: 'shop.example:8443/pl' },
  ])('of $address is $key behind its platform', ({ address, key }) => {
    expect(shopKey2({ url: address, accessToken: 'at' })).toBe(`magento2:${key}`);
    expect(shopKey1({ url: address, apiUser: 'hub', apiKey: 'key' })).toBe(`magento1:${key}`);
  });
});

it('brings two adapters', () => {
  expect(adapters.map(({ id }) => id)).toEqual(['magento2', 'magento1']);
});

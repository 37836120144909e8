import { describe, expect, it } from '@jest/globals';
import { storefrontOrigins } from './storefront-origins.js';

const given = (values: object) =>
  storefrontOrigins({
    shop: {},
    variables: {},
    settings: { storefrontUrls: [] },
    ...values,
  } as never);

describe('storefrontOrigins', () => {
  it.each([
    [
      'the storefront alone, where the shop has several',
      { storefrontUrl: 'https://pl.shop.example/x', shop: { url: 'https://shop.example' } },
      ['https://pl.shop.example', 'https://www.pl.shop.example'],
    ],
    [
      'the shop as the check read it, and as it was connected',
      { shop: { url: 'https://www.shop.example/' }, variables: { url: 'https://shop.example/pl' } },
      ['https://www.shop.example', 'https://shop.example'],
    ],
    [
      'a domain without a scheme',
      { variables: { shopDomain: 'forest.myshop.example' } },
      ['https://forest.myshop.example', 'https://www.forest.myshop.example'],
    ],
    [
      'https too, where http was entered, with its port',
      { variables: { url: 'http://127.0.0.1:8080' } },
      [
        'http://127.0.0.1:8080',
        'http://www.127.0.0.1:8080',
        'https://127.0.0.1:8080',
        'https://www.127.0.0.1:8080',
      ],
    ],
    [
      'what the setting names',
      { settings: { storefrontUrls: ['https://blog.example', 'no address at all'] } },
      ['https://blog.example', 'https://www.blog.example'],
    ],
    ['nothing of a store without an address', { variables: { url: 7 } }, []],
    ['nothing of what is no address', { variables: { url: 'https://' } }, []],
  ])('has %s', (_, store, origins) => expect(given(store)).toEqual(origins));
});

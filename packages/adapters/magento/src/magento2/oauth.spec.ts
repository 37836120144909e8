import { describe, expect, it } from '@jest/globals';
import { OAuthServer } from '../../test/magento2/oauth-server.js';
import { oauthHeader } from './oauth.js';
import { queryText, searchPairs } from './search.js';

const SECRETS = {
  consumerKey: 'dpf43f3p2l4k3l03',
  consumerSecret: 'kd94hf93k423kf44',
  accessToken: 'nnch734d00sl2jdk',
  accessTokenSecret: 'pfkkdhi9sl3r4s00',
};

describe('oauthHeader', () => {
  it('signs the example of the OAuth Core 1.0 specification as that does', () => {
    const header = oauthHeader(
      { ...SECRETS, method: 'HMAC-SHA1' },
      {
        method: 'GET',
        url: 'http://photos.example.net/photos',
        query: [
          ['file', 'vacation.jpg'],
          ['size', 'original'],
        ],
        timestamp: 1191242096,
        nonce: 'kllo9940pd9333jh',
      },
    );
    expect(header).toContain('oauth_signature="tR3%2BTy81lMeYAr%2FFid0kMTYa%2FWM%3D"');
  });

  it.each([
    { value: '2026-03-01 00:00:00', why: 'blanks and colons' },
    { value: 'mia+news@example.com', why: 'a plus in an address' },
    {
      value: "100 % (wool) 'ö' & = *!",
      why: 'what RFC 3986 escapes and encodeURIComponent does not',
    },
  ])('is accepted by a shop that decodes the raw query, with $why', ({ value }) => {
    const server = new OAuthServer(SECRETS, ['HMAC-SHA256']);
    const query = searchPairs({
      filters: [['updated_at', 'gteq', value]],
      sort: ['updated_at', '-entity_id'],
      pageSize: 100,
      fields: 'items[id],total_count',
    });
    const url = 'https://shop.example/rest/all/V1/orders';
    const call = { method: 'GET', url, query, timestamp: 1, nonce: value };
    const header = oauthHeader({ ...SECRETS, method: 'HMAC-SHA256' }, call);
    expect(server.refusalOf('GET', `${url}?${queryText(query)}`, header)).toBeUndefined();
    const tampered = `${url}?${queryText(query)}&more=1`;
    const other = oauthHeader({ ...SECRETS, method: 'HMAC-SHA256' }, { ...call, nonce: 'n2' });
    expect(server.refusalOf('GET', tampered, other)?.message).toMatch(/signature is invalid/);
  });
});

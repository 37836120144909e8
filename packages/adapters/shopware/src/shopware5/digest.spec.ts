import { describe, expect, it } from '@jest/globals';
import { digestChallenge, digestHeader } from './digest.js';

const EXAMPLE =
  'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"';
const REQUEST = {
  method: 'GET',
  uri: '/dir/index.html',
  user: 'Mufasa',
  password: 'Circle Of Life',
  count: 1,
  clientNonce: '0a4f113b',
};

describe('digestHeader', () => {
  it('answers the example of RFC 2617', () => {
    const challenge = digestChallenge(EXAMPLE);
    expect(challenge && digestHeader(challenge, REQUEST)).toBe(
      'Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", ' +
        'uri="/dir/index.html", qop=auth, nc=00000001, cnonce="0a4f113b", ' +
        'response="6629fae49393a05397450978507c4ef1", opaque="5ccc069c403ebaf9f0171e9517f40e41"',
    );
  });

  it('answers the older form without a nonce of its own (RFC 2069)', () => {
    const challenge = digestChallenge(EXAMPLE.replace(/qop="[^"]*", /, ''));
    const header = challenge && digestHeader(challenge, REQUEST);
    expect(header).toContain('response="670fd8c2df070c60b045671b8b24ff02"');
    expect(header).not.toContain('cnonce');
  });
});

describe('digestChallenge', () => {
  it.each([
    ['alone', EXAMPLE],
    ['behind Basic', `Basic realm="Shopware REST-API", ${EXAMPLE}`],
    ['in other letters', EXAMPLE.replace('Digest realm', 'digest Realm')],
  ])('finds the challenge %s', (_, header) =>
    expect(digestChallenge(header)).toEqual({
      realm: 'testrealm@host.com',
      nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
      opaque: '5ccc069c403ebaf9f0171e9517f40e41',
      hasQop: true,
    }),
  );

  it.each([undefined, '', 'Basic realm="Shopware REST-API"', 'Digest realm="x"'])(
    'finds none in %p',
    (header) => expect(digestChallenge(header)).toBeUndefined(),
  );
});

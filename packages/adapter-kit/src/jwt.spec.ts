import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { verifyHs256 } from './jwt.js';

const NOW = 1_800_000_000;
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function signed(
  claims: unknown,
  { key = 'secret', header = { alg: 'HS256', typ: 'JWT' } as unknown, hash = 'sha256' } = {},
): string {
  const content = `${encoded(header)}.${encoded(claims)}`;
  return `${content}.${createHmac(hash, key).update(content).digest('base64url')}`;
}

const live = { sub: '7', exp: NOW + 60 };
const verify = (token: string, rules: Partial<Parameters<typeof verifyHs256>[2]> = {}) =>
  verifyHs256(token, ['secret'], { now: NOW, ...rules });

describe('a token signed with HS256', () => {
  it('is the one of RFC 7515, appendix A.1', () => {
    const token =
      'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.' +
      'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.' +
      'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    const key = Buffer.from(
      'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
      'base64url',
    );
    const content = token.slice(0, token.lastIndexOf('.'));
    const signature = createHmac('sha256', key).update(content).digest('base64url');
    expect(token).toBe(`${content}.${signature}`);
    // The key of the example is no text, so the same token is signed again with one that is.
    const again = `${content}.${createHmac('sha256', 'secret').update(content).digest('base64url')}`;
    expect(verify(again, { now: 1_300_819_379, issuer: 'joe' })).toEqual({
      claims: { iss: 'joe', exp: 1_300_819_380, 'http://example.com/is_root': true },
    });
  });

  it('holds with either key while a secret is changed', () => {
    const token = signed(live, { key: 'old' });
    expect(verifyHs256(token, ['new', 'old'], { now: NOW })).toEqual({ claims: live });
    expect(verifyHs256(token, ['old', 'new'], { now: NOW })).toEqual({ claims: live });
  });

  it.each([
    {
      refused: 'badAlgorithm',
      why: 'no algorithm',
      token: `${encoded({ alg: 'none' })}.${encoded(live)}.`,
    },
    {
      refused: 'badAlgorithm',
      why: 'no algorithm, with our signature',
      token: signed(live, { header: { alg: 'none' } }),
    },
    {
      refused: 'badAlgorithm',
      why: 'another algorithm',
      token: signed(live, { header: { alg: 'HS512' }, hash: 'sha512' }),
    },
    {
      refused: 'badAlgorithm',
      why: 'an algorithm in other letters',
      token: signed(live, { header: { alg: 'hs256' } }),
    },
    {
      refused: 'badAlgorithm',
      why: 'a list as algorithm',
      token: signed(live, { header: { alg: ['HS256'] } }),
    },
    {
      refused: 'malformed',
      why: 'critical extensions',
      token: signed(live, { header: { alg: 'HS256', crit: ['b64'], b64: false } }),
    },
    {
      refused: 'badSignature',
      why: 'the key of somebody else',
      token: signed(live, { key: 'theirs' }),
    },
    {
      refused: 'badSignature',
      why: 'no signature',
      token: `${encoded({ alg: 'HS256' })}.${encoded(live)}.`,
    },
    { refused: 'badSignature', why: 'a signature with padding', token: `${signed(live)}=` },
    { refused: 'malformed', why: 'two parts', token: 'a.b' },
    { refused: 'malformed', why: 'four parts', token: `${signed(live)}.x` },
    {
      refused: 'malformed',
      why: 'a header that is no object',
      token: signed(live, { header: ['HS256'] }),
    },
    { refused: 'malformed', why: 'claims that are no object', token: signed('7') },
    { refused: 'malformed', why: 'no expiry', token: signed({ sub: '7' }) },
    { refused: 'malformed', why: 'an expiry as text', token: signed({ exp: String(NOW + 60) }) },
    { refused: 'malformed', why: 'a start as text', token: signed({ ...live, nbf: String(NOW) }) },
    {
      refused: 'malformed',
      why: 'more than anybody signs',
      token: signed({ ...live, filler: 'x'.repeat(9000) }),
    },
    { refused: 'expired', why: 'the second of its end', token: signed({ exp: NOW }) },
    {
      refused: 'notYetValid',
      why: 'a start in the future',
      token: signed({ ...live, nbf: NOW + 1 }),
    },
  ])('is refused for $why', ({ token, refused }) => expect(verify(token)).toEqual({ refused }));

  it('is refused when a letter of its claims was changed', () => {
    const [head, , signature] = signed(live).split('.');
    expect(verify(`${head}.${encoded({ ...live, sub: '8' })}.${signature}`)).toEqual({
      refused: 'badSignature',
    });
  });

  it('proves nothing where there is no key or an empty one', () => {
    expect(verifyHs256(signed(live), [], { now: NOW })).toEqual({ refused: 'badSignature' });
    expect(verifyHs256(signed(live, { key: '' }), [''], { now: NOW })).toEqual({
      refused: 'badSignature',
    });
  });

  it('is read by a clock that may be off as far as is said', () => {
    expect(verify(signed({ exp: NOW - 4 }), { leewaySeconds: 5 })).toHaveProperty('claims');
    expect(verify(signed({ exp: NOW - 5 }), { leewaySeconds: 5 })).toEqual({ refused: 'expired' });
    expect(verify(signed({ ...live, nbf: NOW + 5 }), { leewaySeconds: 5 })).toHaveProperty(
      'claims',
    );
  });

  it.each([
    { aud: 'app', rules: { audience: 'app' }, gives: 'claims', why: 'is for us' },
    {
      aud: ['x', 'app'],
      rules: { audience: 'app' },
      gives: 'claims',
      why: 'is for us among others',
    },
    { aud: 'other', rules: { audience: 'app' }, gives: 'wrongAudience', why: 'is for others' },
    { aud: undefined, rules: { audience: 'app' }, gives: 'wrongAudience', why: 'is for nobody' },
    { aud: 'app', rules: { issuer: 'shop' }, gives: 'wrongIssuer', why: 'is from nobody' },
  ])('$why', ({ aud, rules, gives }) => {
    const result = verify(signed({ ...live, aud }), rules);
    expect('claims' in result ? 'claims' : result.refused).toBe(gives);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc
            .tuple(fc.json(), fc.json(), fc.string())
            .map((parts) => parts.map((p) => Buffer.from(p).toString('base64url')).join('.')),
        ),
        (token) => {
          expect(verify(token)).toHaveProperty('refused');
        },
      ),
    );
  });
});

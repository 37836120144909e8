import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gradeIdentity, ownTokenVerifier } from './identity-grade.js';
import { MAX_TOKEN_SECONDS, signIdentityToken, verifyIdentityToken } from './identity-token.js';

const now = 1_795_278_402;
const ada = { customerId: '42', email: 'ada@customer.example', expiresAt: now + 3600 };
const secret = 'tracker-secret-of-shop-one';
const token = signIdentityToken(ada, secret);
const verify = (given: string, secrets = [secret], at = now) =>
  verifyIdentityToken(given, { secrets, now: at });

describe('identity token', () => {
  it('has the documented form', () => {
    // printf 'v1.1795282002.NDI.YWRhQGN1c3RvbWVyLmV4YW1wbGU' | openssl dgst -sha256 -hmac tracker-secret-of-shop-one
    expect(token).toBe(
      'v1.1795282002.NDI.YWRhQGN1c3RvbWVyLmV4YW1wbGU.282c22cf54c06a81e45af3fd9c2e5efbf9d8952f6bd5a8d6b231b03015408e79',
    );
  });

  it('gives back who was signed', () => {
    expect(verify(token)).toEqual(ada);
  });

  it('accepts padded base64url, as Liquid makes it', () => {
    const signed = `v1.${ada.expiresAt}.NDI=.${btoa(ada.email)}`;
    const hex = createHmac('sha256', secret).update(signed).digest('hex');
    expect(verify(`${signed}.${hex}`)).toEqual(ada);
  });

  it('accepts both secrets during a change', () => {
    expect(verify(token, ['the-new-secret', secret])).toEqual(ada);
  });

  it.each([
    { why: 'a forged address', given: token.replace('YWRh', 'ZXZl'), refused: 'badSignature' },
    { why: 'another customer', given: token.replace('.NDI.', '.NDM.'), refused: 'badSignature' },
    {
      why: 'a later expiry',
      given: token.replace('1795282002', '1795285602'),
      refused: 'badSignature',
    },
    {
      why: 'a signature of zeros',
      given: `${token.slice(0, -64)}${'0'.repeat(64)}`,
      refused: 'badSignature',
    },
    { why: 'a cut signature', given: token.slice(0, -2), refused: 'malformed' },
    { why: 'no signature', given: token.slice(0, -65), refused: 'malformed' },
    {
      why: 'a JWT without algorithm',
      given: 'eyJhbGciOiJub25lIn0.eyJpZCI6NDJ9.',
      refused: 'malformed',
    },
    { why: 'nothing', given: '', refused: 'malformed' },
    {
      why: 'a token of another shop',
      given: signIdentityToken(ada, 'tracker-secret-of-shop-two'),
      refused: 'badSignature',
    },
    {
      why: 'a token that would work for a year',
      given: signIdentityToken({ ...ada, expiresAt: now + MAX_TOKEN_SECONDS + 1 }, secret),
      refused: 'tooLongLived',
    },
  ])('refuses $why', ({ given, refused }) => {
    expect(verify(given)).toEqual({ refused });
  });

  it('refuses a token that is replayed after it expired', () => {
    expect(verify(token, [secret], ada.expiresAt - 1)).toEqual(ada);
    expect(verify(token, [secret], ada.expiresAt)).toEqual({ refused: 'expired' });
  });

  it.each([{ secrets: [] }, { secrets: [''] }])(
    'refuses everything with $secrets',
    ({ secrets }) => {
      expect(verify(signIdentityToken(ada, ''), secrets)).toEqual({ refused: 'badSignature' });
    },
  );

  it('holds any id and address, and no other secret opens it', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.emailAddress(),
        fc.string(),
        (id, email, other) => {
          const shopper = { customerId: id.toWellFormed(), email, expiresAt: now + 60 };
          const signed = signIdentityToken(shopper, secret);
          expect(verify(signed)).toEqual(shopper);
          if (other !== secret)
            expect(verify(signed, [other])).toEqual({ refused: 'badSignature' });
        },
      ),
    );
  });
});

describe('gradeIdentity', () => {
  const check = ownTokenVerifier([secret], now);
  const smclient = '3F2504E0-4F89-11D3-9A0C-0305E82C3301';
  const email = 'eve@customer.example';

  it.each([
    {
      why: 'a valid token, whatever else is claimed',
      visitor: { identity: token, smclient, email },
      grade: { grade: 'proven', ...ada },
    },
    {
      why: 'smclient before a claim, in lower case',
      visitor: { smclient, email },
      grade: { grade: 'visitor', smclient: smclient.toLowerCase() },
    },
    { why: 'a claim alone', visitor: { email }, grade: { grade: 'claimed', email } },
    { why: 'nobody', visitor: {}, grade: { grade: 'none' } },
    {
      why: 'smclient when the token has expired, and says so',
      visitor: {
        identity: signIdentityToken({ ...ada, expiresAt: now - 1 }, secret),
        smclient,
      },
      grade: { grade: 'visitor', smclient: smclient.toLowerCase(), refusedToken: 'expired' },
    },
    {
      why: 'nobody when the token is forged',
      visitor: { identity: signIdentityToken(ada, 'guess') },
      grade: { grade: 'none', refusedToken: 'badSignature' },
    },
  ])('takes $why', ({ visitor, grade }) => {
    expect(gradeIdentity(visitor, check)).toEqual(grade);
  });

  it('takes the word of a platform that signs in its own way', () => {
    const grade = gradeIdentity({ identity: 'h.p.s' }, () => ({ ...ada, customerId: '7' }));
    expect(grade).toEqual({ grade: 'proven', ...ada, customerId: '7' });
  });
});

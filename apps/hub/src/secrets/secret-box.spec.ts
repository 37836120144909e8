import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SecretBox } from './secret-box.js';
import { SecretUnreadable } from './secret-unreadable.error.js';

const place = { tenantId: 't1', rowId: 'r1', field: 'account.secrets' };
const key = randomBytes(32);
const box = new SecretBox([key]);

describe('SecretBox', () => {
  it('gives back any text, and only for the place it was sealed for', () => {
    const text = fc.string({ unit: 'binary' });
    const name = fc.string({ minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(text, name, name, name, name, (plain, tenantId, rowId, field, other) => {
        const here = { tenantId, rowId, field };
        const sealed = box.seal(plain, here);
        expect(box.open(sealed, here)).toBe(plain.toWellFormed());
        expect(() => box.open(sealed, { ...here, rowId: `${rowId}${other}x` })).toThrow(
          SecretUnreadable,
        );
        expect(() =>
          box.open(sealed, { tenantId: `${tenantId}${rowId}`, rowId: '', field }),
        ).toThrow(SecretUnreadable);
      }),
    );
  });

  it('writes version, key id, a new iv each time, and nothing readable', () => {
    const first = box.seal('api-secret', place);
    const second = box.seal('api-secret', place);
    expect(first).toMatch(/^v1\.[\w-]{8}\.[\w-]{16}\.[\w-]+$/);
    expect(first).not.toBe(second);
    expect(Buffer.from(first.split('.')[3] ?? '', 'base64url').toString()).not.toContain('secret');
  });

  it.each([
    { field: 'tenantId', why: 'another tenant' },
    { field: 'rowId', why: 'another row' },
    { field: 'field', why: 'another field' },
  ])('does not open for $why', ({ field }) => {
    const sealed = box.seal('api-secret', place);
    expect(() => box.open(sealed, { ...place, [field]: 'other' })).toThrow(SecretUnreadable);
  });

  it('does not open what was changed in any byte', () => {
    const sealed = box.seal('api-secret', place);
    const [version, id, iv = '', data = ''] = sealed.split('.');
    const bytes = Buffer.concat([Buffer.from(iv, 'base64url'), Buffer.from(data, 'base64url')]);
    for (let i = 0; i < bytes.length; i += 1) {
      const changed = Buffer.from(bytes);
      changed[i] = (changed[i] ?? 0) ^ 1;
      const text = [version, id, changed.subarray(0, 12).toString('base64url')].join('.');
      expect(() =>
        box.open(`${text}.${changed.subarray(12).toString('base64url')}`, place),
      ).toThrow(SecretUnreadable);
    }
  });

  it('never throws anything but SecretUnreadable, whatever is stored', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => box.open(text, place)).toThrow(SecretUnreadable);
        expect(() => box.open(`v1.${text}`, place)).toThrow(SecretUnreadable);
      }),
    );
  });

  it('names the key that is missing and what to do', () => {
    const sealed = new SecretBox([randomBytes(32)]).seal('api-secret', place);
    expect(() => box.open(sealed, place)).toThrow(
      expect.objectContaining({
        code: 'SECRET_UNREADABLE',
        next: 'fixSettings',
        message: expect.stringContaining(sealed.split('.')[1] ?? ''),
        hint: expect.stringContaining('STOREWIRE_MASTER_KEY'),
      }),
    );
  });

  it('encrypts with the first key and opens with all of them', () => {
    const old = box.seal('api-secret', place);
    const rotated = new SecretBox([randomBytes(32), key]);
    expect(rotated.open(old, place)).toBe('api-secret');
    expect(rotated.needsReseal(old)).toBe(true);
    expect(rotated.needsReseal(rotated.seal('api-secret', place))).toBe(false);
  });

  it('carries values as JSON', () => {
    const value = { credential: { kind: 'secret', apiSecret: 'x' }, list: [1, null] };
    expect(box.openJson(box.sealJson(value, place), place)).toEqual(value);
  });

  describe('a fingerprint', () => {
    const of = (text: string, purpose = 'bodies', from = box) => from.fingerprint(text, purpose);

    it('is the same for the same text and purpose, and for no other', () => {
      fc.assert(
        fc.property(fc.string(), fc.string(), (text, other) => {
          expect(box.isFingerprint(of(text), text, 'bodies')).toBe(true);
          expect(box.isFingerprint(of(text), other, 'bodies')).toBe(other === text);
          expect(box.isFingerprint(of(text), text, 'other')).toBe(false);
        }),
      );
    });

    it('fits its column, and cannot be made without the master key', () => {
      expect(of('password')).toMatch(/^[\w-]{8}\.[\w-]{43}$/);
      const stranger = new SecretBox([randomBytes(32)]);
      expect(of('password', 'bodies', stranger)).not.toBe(of('password'));
      expect(stranger.isFingerprint(of('password'), 'password', 'bodies')).toBe(false);
    });

    it('is made with the first key and recognised with all of them', () => {
      const old = of('password');
      const rotated = new SecretBox([randomBytes(32), key]);
      expect(rotated.isFingerprint(old, 'password', 'bodies')).toBe(true);
      expect(of('password', 'bodies', rotated)).not.toBe(old);
    });

    it.each(['', '.', 'x'.repeat(52)])('is not %j', (text) =>
      expect(box.isFingerprint(text, 'password', 'bodies')).toBe(false),
    );
  });

  it('refuses keys that are not 32 bytes', () => {
    expect(() => new SecretBox([])).toThrow(RangeError);
    expect(() => new SecretBox([key, randomBytes(16)])).toThrow(RangeError);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { Beacon } from '@storewire/tracker';
import { gradeBeacon } from './graded-beacon.js';

const NOW = 1_795_278_402_000;
const beacon = (values: Partial<Beacon> = {}): Beacon => ({
  v: 1,
  id: '2f1c6f0e-8a43-4d0f-9f5e-0d4f6a5b7c8d',
  platform: 'corner',
  at: NOW,
  cart: { token: 't', lines: [] },
  ...values,
});
const ada = () => ({ customerId: '7', email: ' Ada@Customer.example ', expiresAt: 1 });
const refuses = () => ({ refused: 'expired' });

describe('gradeBeacon', () => {
  it('keeps who was proven, and not the token', () => {
    const { kept, verdict } = gradeBeacon(beacon({ identity: 'secret.token' }), ada, NOW);
    expect(verdict).toMatchObject({
      grade: 'proven',
      email: 'ada@customer.example',
      customerId: '7',
    });
    expect(JSON.stringify({ kept, verdict })).not.toContain('secret.token');
  });

  it('takes the cookie where the token is refused, and says why it was', () => {
    const smclient = '3F2504E0-4F89-41D3-9A0C-0305E82C3301';
    expect(gradeBeacon(beacon({ identity: 'x', smclient }), refuses, NOW).verdict).toMatchObject({
      grade: 'visitor',
      smclient: smclient.toLowerCase(),
      refusedToken: 'expired',
    });
  });

  it('believes no signature of something that is no address', () => {
    const verify = () => ({ customerId: '7', email: 'nobody', expiresAt: 1 });
    expect(gradeBeacon(beacon({ identity: 'x' }), verify, NOW).verdict).toMatchObject({
      grade: 'none',
      refusedToken: 'noAddress',
    });
  });

  it('believes a signature of the id alone, and says no address', () => {
    const verify = () => ({ customerId: '7', expiresAt: 1 });
    const { verdict } = gradeBeacon(
      beacon({ identity: 'x', email: 'eve@customer.example' }),
      verify,
      NOW,
    );
    expect(verdict).toEqual({ grade: 'proven', customerId: '7', snapshotAt: String(NOW) });
  });

  it.each([
    ['a moment ago', NOW - 400, NOW - 400],
    ['ten seconds ago', NOW - 10_000, NOW - 10_000],
    ['longer ago: the clock is wrong', NOW - 10_001, NOW],
    ['later: the clock is wrong', NOW + 1, NOW],
    ['in 1970', 0, NOW],
  ])('a cart of %s', (_, at, snapshotAt) =>
    expect(gradeBeacon(beacon({ at }), ada, NOW).verdict.snapshotAt).toBe(String(snapshotAt)),
  );
});

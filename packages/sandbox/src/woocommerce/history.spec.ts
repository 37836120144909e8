import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { makePhone } from './people.js';
import { Dice } from './random.js';
import { createWooStore } from './store.js';

const now = () => Date.parse('2026-11-21T12:00:00Z');
const build = (seed: number | string) =>
  createWooStore({ seed, customers: 300, orders: 600, products: 20, now });

describe('the generated past', () => {
  const store = build('past');
  const indexes = fc.integer({ min: 0, max: 599 });

  it('is the same for the same seed, in any order of looking', () => {
    const other = build('past');
    fc.assert(
      fc.property(indexes, (index) => {
        const id = store.orderId(index);
        expect(other.order(id)).toEqual(store.order(id));
        const customerId = store.customerId(index % 300);
        expect(other.customer(customerId)).toEqual(store.customer(customerId));
      }),
      { numRuns: 60 },
    );
  });

  it('is another one for another seed', () => {
    expect(build('other').order(store.orderId(5))).not.toEqual(store.order(store.orderId(5)));
  });

  it('adds up: totals are lines plus shipping, and refunds never exceed them', () => {
    fc.assert(
      fc.property(indexes, (index) => {
        const order = store.order(store.orderId(index));
        const sum = (rows: { total: string }[] = []) =>
          rows.reduce((all, row) => all + Math.round(Number(row.total) * 100), 0);
        const total = Math.round(Number(order?.total) * 100);
        expect(sum(order?.line_items) + sum(order?.shipping_lines)).toBe(total);
        expect(-sum(order?.refunds)).toBeLessThanOrEqual(total);
        if (order?.status === 'refunded') expect(-sum(order.refunds)).toBe(total);
      }),
    );
  });

  it('keeps the order of events, and lets nobody buy before registering', () => {
    fc.assert(
      fc.property(indexes, (index) => {
        const order = store.order(store.orderId(index));
        const dates = [order?.date_created_gmt, order?.date_paid_gmt, order?.date_completed_gmt];
        const known = [...dates, order?.date_modified_gmt].filter((date) => date != null);
        expect(known).toEqual([...known].sort());
        expect(known.at(-1)?.localeCompare('2026-11-21T12:00:00')).toBeLessThan(0);
        const buyer = store.customer(order?.customer_id ?? 0);
        if (buyer) expect(buyer.date_created_gmt <= (order?.date_created_gmt ?? '')).toBe(true);
      }),
    );
  });

  it('sells only goods of the catalogue', () => {
    fc.assert(
      fc.property(indexes, (index) => {
        for (const line of store.order(store.orderId(index))?.line_items ?? []) {
          const product = store.product(line.product_id);
          expect(product).toBeDefined();
          if (line.variation_id !== 0) expect(product?.variations).toContain(line.variation_id);
        }
      }),
    );
  });

  it('has an e-mail of its own for each account, all under .example', () => {
    const emails = Array.from(
      { length: 300 },
      (_, n) => store.customer(store.customerId(n))?.email,
    );
    expect(new Set(emails).size).toBe(300);
    for (const email of emails) expect(email).toMatch(/^[a-z.]+\.\d+@\w+\.example$/);
  });

  it('has consents said yes, said no and never asked', () => {
    const said = Array.from({ length: 300 }, (_, n) => {
      const customer = store.customer(store.customerId(n));
      return customer?.meta_data.find(({ key }) => key === 'newsletter_consent')?.value;
    });
    expect(new Set(said)).toEqual(new Set(['yes', 'no', undefined]));
  });

  it('refuses to be built with orders and nothing to sell', () => {
    expect(() => createWooStore({ orders: 1, products: 0 })).toThrow(RangeError);
  });
});

describe('makePhone', () => {
  it.each([
    { country: 'PL', pattern: /^\+48[5-8]\d{8}$/ },
    { country: 'DE', pattern: /^\+49151\d{8}$/ },
    { country: 'GB', pattern: /^\+447\d{9}$/ },
  ])('makes E.164 mobile numbers of $country', ({ country, pattern }) => {
    fc.assert(fc.property(fc.nat(), (n) => pattern.test(makePhone(new Dice(1, 1, n), country))));
  });
});

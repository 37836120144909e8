import type { Page, PrestashopClient } from './client.js';
import { LIVING } from './customer-reading.js';
import { CUSTOMER_FIELDS } from './fields.js';
import { equal, sinceTime } from './query.js';
import { instantMs, wallClock } from './wall-clock.js';

/** The database, whose clock the footer form uses, may be in any zone while the shop is in another. */
const FARTHEST_ZONE_MS = 15 * 3_600_000;
/** The account page writes both times itself, at most so far apart. */
const SAME_WRITE_MS = 10_000;

/** Customers who had the newsletter once and have it no more: PrestaShop keeps the date of the sign-up. */
export const UNSUBSCRIBED = {
  newsletter: equal(0),
  newsletter_date_add: sinceTime('1971-01-01 00:00:00'),
} as const;

/**
 * Customers who signed up in the footer form since then: their date of sign-up is a new one, and it is not the time at
 * which the customer was last saved. Some come again for fifteen hours, in the same version.
 */
export async function signedUpInFooter(client: PrestashopClient, since: number): Promise<Page> {
  const zone = await client.facts.zone();
  const { rows, readAt } = await client.page('customers', {
    fields: ['id', 'newsletter_date_add', 'date_upd'],
    filter: {
      ...LIVING,
      newsletter: equal(1),
      newsletter_date_add: sinceTime(wallClock(since - FARTHEST_ZONE_MS, zone)),
    },
    sort: ['id_ASC'],
  });
  const inFooter = rows.filter((row) => {
    const signedUpAt = instantMs(row.newsletter_date_add, zone) ?? 0;
    const savedAt = instantMs(row.date_upd, zone) ?? 0;
    return Math.abs(signedUpAt - savedAt) > SAME_WRITE_MS && savedAt < since;
  });
  const ids = inFooter.map(({ id }) => id);
  return {
    rows: await client.listByValues('customers', 'id', ids, {
      fields: CUSTOMER_FIELDS,
      filter: LIVING,
    }),
    readAt,
  };
}

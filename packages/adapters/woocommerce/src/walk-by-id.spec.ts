import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { WooClient } from './client.js';
import { WooCommerceConnection } from './connection.js';
import { positionText, readPosition, WALK_START, walkById } from './walk-by-id.js';

const CUSTOMERS = 100_000;
/** Different for every row, so that rows kept would be seen in memory: 2 KB each, 200 MB in all. */
const noteOf = (id: number) => `${id}`.padEnd(2000, 'x');

/** A client of a shop so large that its rows are only made when a page is asked for. */
function hugeShop(pages: number[]): WooClient {
  return new WooClient({
    connection: Object.assign(new WooCommerceConnection(), { url: 'https://shop.example' }),
    allowPrivateAddresses: false,
    http: {
      async request({ query }) {
        const page = Number(query?.page);
        pages.push(page);
        const from = (page - 1) * 100;
        const rows = Array.from({ length: 100 }, (_, n) => ({
          id: from + n + 1,
          note: noteOf(from + n),
        }));
        const text = JSON.stringify(from < CUSTOMERS ? rows : []);
        return {
          status: 200,
          headers: { 'x-wp-total': String(CUSTOMERS) },
          text,
          json: <T>() => JSON.parse(text) as T,
        };
      },
      lines: () => {
        throw new Error('WooCommerce has no files of lines.');
      },
    },
  });
}

/** What is held: without a collection, waste of this and of earlier spec files would be counted. */
function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

describe('walkById', () => {
  it('holds one page at a time of a shop with 100,000 customers', async () => {
    const pages: number[] = [];
    let count = 0;
    let mostPagesAhead = 0;
    let peak = 0;
    const before = heapBytes();
    for await (const { row } of walkById(hugeShop(pages), '/customers', {})) {
      count++;
      if (row.id !== count) throw new Error(`Row ${row.id} stands in place ${count}.`);
      mostPagesAhead = Math.max(mostPagesAhead, pages.length - Math.ceil(count / 100));
      if (count % 50_000 === 0) peak = Math.max(peak, heapBytes() - before);
    }
    expect(count).toBe(CUSTOMERS);
    expect(mostPagesAhead).toBe(0);
    expect(pages).toHaveLength(CUSTOMERS / 100 + 1);
    expect(peak).toBeLessThan(40 * 1024 * 1024);
  });
});

describe('readPosition', () => {
  it.each([
    { page: 3, id: 250, total: 900 },
    { page: 1, id: 0 },
  ])('reads what positionText wrote: %j', (position) =>
    expect(readPosition(positionText(position))).toEqual(position),
  );

  it.each([undefined, '', '{}', '[0,1]', '[1,-1]', '["1",2]', '[1.5,2]', 'null'])(
    'starts at the beginning for %p',
    (text) => expect(readPosition(text)).toEqual(WALK_START),
  );
});

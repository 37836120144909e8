import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { collect } from '../test/run-fake.js';
import { joinBulkFile } from './bulk-file.js';

const CHILDREN = { LineItem: 'lineItems' };
const order = (n: number) => ({ id: `gid://shopify/Order/${n}` });
const line = (n: number, parent: number) => ({
  id: `gid://shopify/LineItem/${n}`,
  __parentId: `gid://shopify/Order/${parent}`,
});

async function* linesOf(objects: readonly unknown[]): AsyncGenerator<string> {
  for (const object of objects) yield typeof object === 'string' ? object : JSON.stringify(object);
}

const join = async (objects: readonly unknown[], fromLine?: number) =>
  (await collect(joinBulkFile(linesOf(objects), CHILDREN, fromLine))).map(
    ({ document, nextLine }) => ({
      id: Number(String(document.id).replace(/.*\//, '')),
      lines: (document.lineItems as { nodes: { id: string }[] }).nodes.map(({ id }) =>
        Number(id.replace(/.*\//, '')),
      ),
      nextLine,
    }),
  );

describe('joinBulkFile', () => {
  it('puts children below their parent into its list', async () => {
    expect(await join([order(1), line(11, 1), line(12, 1), order(2), line(21, 2)])).toEqual([
      { id: 1, lines: [11, 12], nextLine: 3 },
      { id: 2, lines: [21], nextLine: 5 },
    ]);
  });

  it('forgives children that are not right below their parent', async () => {
    expect(
      await join([order(1), order(2), line(21, 2), line(11, 1), order(3), line(12, 1)]),
    ).toEqual([
      { id: 1, lines: [11, 12], nextLine: 1 },
      { id: 2, lines: [21], nextLine: 4 },
      { id: 3, lines: [], nextLine: 6 },
    ]);
  });

  it('takes the parent reference out of the child, as a page would show it', async () => {
    const [first] = await collect(joinBulkFile(linesOf([order(1), line(11, 1)]), CHILDREN));
    expect(first?.document).toEqual({
      ...order(1),
      lineItems: { nodes: [{ id: 'gid://shopify/LineItem/11' }] },
    });
  });

  it('gives objects while the file is still coming, however long it is', async () => {
    let linesRead = 0;
    async function* endless(): AsyncGenerator<string> {
      for (let n = 0; ; n++) {
        linesRead++;
        yield JSON.stringify(order(n));
      }
    }
    const rows = joinBulkFile(endless(), CHILDREN);
    for (let n = 0; n < 5_000; n++) await rows.next();
    await rows.return(undefined);
    expect(linesRead - 5_000).toBeLessThanOrEqual(100);
  });

  it.each([
    ['a line that is no JSON', [order(1), '{"id":']],
    ['a line that is no object', [order(1), '[]']],
    ['a child whose parent is not near', [order(1), line(11, 2)]],
    ['a child nobody asked for', [order(1), { ...line(1, 1), id: 'gid://shopify/Refund/1' }]],
  ])('calls %s unreadable, by its number', async (_, objects) => {
    await expect(join(objects)).rejects.toMatchObject({
      code: 'UNREADABLE_DOCUMENT',
      problems: [{ path: 'line 2' }],
    });
  });

  it('goes on from any of its lines without losing an object or a child', async () => {
    const file = fc
      .array(fc.nat({ max: 3 }), { maxLength: 130 })
      .map((counts) =>
        counts.flatMap((count, n) => [
          order(n),
          ...Array.from({ length: count }, (_, i) => line(n * 10 + i, n)),
        ]),
      );
    await fc.assert(
      fc.asyncProperty(file, fc.nat(), async (objects, at) => {
        const whole = await join(objects);
        if (whole.length === 0) return;
        const cut = at % whole.length;
        const rest = await join(objects, whole[cut]?.nextLine);
        expect(rest).toEqual(whole.slice(cut + 1));
      }),
      { numRuns: 40 },
    );
  });
});

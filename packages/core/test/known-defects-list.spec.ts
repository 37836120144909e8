import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..', '..', '..');
const CORE = 'packages/core/test/known-defects.spec.ts';
const HUB = 'apps/hub/test/known-defects.int.spec.ts';
const CLIENT = 'packages/salesmanago/test/known-defects.int.spec.ts';

/** Defects of other integrations in the words they are known by, and the tests named after them. */
const DEFECTS: readonly (readonly [defect: string, ...tests: (readonly [string, string])[]])[] = [
  ['duplicate PURCHASE events', [CORE, 'duplicate PURCHASE'], [HUB, 'duplicate PURCHASE']],
  ['duplicate events when orders are exported twice', [HUB, 'orders are exported twice']],
  ['several double opt-in mails', [CORE, 'several double opt-in mails']],
  [
    'events attached to the wrong contact',
    [CORE, 'events attached to the wrong contact'],
    [CORE, 'guest purchase flagged wrongly'],
    [CORE, 'opted out by creating a user'],
  ],
  ['wrong cart value', [CORE, 'wrong cart value']],
  ['location mismatch', [HUB, 'location mismatch or missing location in export']],
  ['deleted product breaks', [CORE, 'deleted product'], [HUB, 'deleted product']],
  [
    'more than 100 variants',
    [CLIENT, 'too many categories and more than 100 variants'],
    [CORE, 'a changed e-mail address loses the contact'],
  ],
  ['settings lost', [CORE, 'settings lost'], [HUB, 'code of a platform loaded where it is absent']],
  ['export dies at time limit', [HUB, 'export dies at the time limit']],
  ['ignored domains leaked in export', [HUB, 'ignored domains leaked in export']],
  [
    'security: two CVEs',
    [HUB, 'unauthenticated cron'],
    [HUB, 'SQL built by string joining'],
    [HUB, 'no role checks'],
    [HUB, 'predictable webhook token'],
  ],
  [
    'TLS certificate check disabled',
    [HUB, 'TLS certificate check disabled'],
    [HUB, 'shared partner secret in code'],
    [HUB, 'password login required'],
  ],
  ['plugin reports usage', [HUB, 'reports usage, errors and signature pairs']],
  ['admin screen embeds', [HUB, 'admin screen embeds']],
  ['synchronous API call', [HUB, 'synchronous API call'], [HUB, 'an extra status lookup']],
  ['failed sends only logged', [HUB, 'failed sends only logged']],
  [
    'v3 `description` cut at 2048',
    [CLIENT, 'v3 description cut at 2048'],
    [CLIENT, 'zero-like strings dropped'],
    [CLIENT, 'byte-based cuts'],
  ],
  ['sparse event details are renumbered', [CORE, 'event details are renumbered']],
  [
    'unpaid, cancelled or refunded orders',
    [CORE, 'unpaid, cancelled or refunded orders'],
    [HUB, 'unpaid, cancelled or refunded orders'],
    [HUB, 'contact export empty'],
  ],
  [
    '2 to 5 synchronous contact calls',
    [HUB, '2 to 5 synchronous contact calls'],
    [HUB, 'real name overwritten'],
    [CORE, 'a login never sends name and phone'],
    [CORE, 'consent in only the first of five calls'],
    [HUB, 'billing address taken'],
  ],
  ['signature pair sent to a survey host', [HUB, 'signature pairs to a survey host']],
  ['ignored domain leaks through CART', [CORE, 'ignored domain leaks through CART events']],
  ['an emptied cart keeps its last content', [CORE, 'an emptied cart never reported']],
  [
    'CANCELLATION is sent with the running CART event',
    [CORE, 'a cancelled order overwrites the running CART event'],
  ],
  ['v3 key erased', [HUB, 'v3 key erased']],
  [
    'opt-in callback handler is a state-changing GET',
    [HUB, 'callback handler is a state-changing'],
  ],
  ['no opt-in/opt-out callback at all', [HUB, 'no opt-in/opt-out callback at all']],
];

describe('each known defect has a test named after it', () => {
  it.each(DEFECTS)('%s', (_defect, ...tests) => {
    for (const [file, title] of tests) {
      const text = readFileSync(join(root, file), 'utf8');
      const titles = [...text.matchAll(/\b(?:it|describe)\('(?<title>[^']*)'/g)];
      const isNamed = titles.some(({ groups }) => groups?.title?.includes(title));
      expect([file, title, isNamed]).toEqual([file, title, true]);
    }
  });

  it('and the list of the facts has no other', () => {
    const facts = join(root, '..', 'shared', 'facts', 'salesmanago.md');
    if (!existsSync(facts)) {
      console.info('The facts are not beside this repository: the list is taken as it stands.');
      return;
    }
    const section = readFileSync(facts, 'utf8')
      .split(/^## /m)
      .find((part) => /^11\./.test(part));
    const rows = [...(section ?? '').matchAll(/^\| (?!Defect|---)(?<defect>[^|]+) \|/gm)];
    const open = rows
      .map(({ groups }) => groups?.defect ?? '')
      .filter((row) => !DEFECTS.some(([defect]) => row.includes(defect)));
    expect([rows.length > 0, open]).toEqual([true, []]);
  });
});

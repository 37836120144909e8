import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..', '..', '..');
const rows = readFileSync(join(root, 'docs', 'requirements.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| [DSX]\d+ \|/.test(line))
  .map((line) => {
    const [, id = '', , page = '', tests = ''] = line.split('|').map((cell) => cell.trim());
    return {
      id,
      page: /\((?<page>[\w-]+\.md)/.exec(page)?.groups?.page ?? '',
      files: [...tests.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file),
    };
  });
const range = (kind: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, n) => `${kind}${from + n}`);

it('docs/requirements.md has a row for each requirement', () =>
  expect(rows.map(({ id }) => id)).toEqual([
    ...range('D', 1, 4),
    'D7',
    ...range('D', 9, 15),
    ...range('S', 1, 13),
    ...range('S', 20, 24),
    'S26',
    ...range('S', 30, 32),
    ...range('S', 40, 44),
    'S50',
    'S60',
    'S61',
    'X7',
    'X10',
  ]));

/** A title of a test or of a group of tests: a literal on the line of the call or below it. */
const titlesIn = (file: string): string =>
  [
    ...readFileSync(join(root, file), 'utf8').matchAll(
      /(?:\b(?:it|describe)\(|\]\s*(?:as const)?\)\()\s*(?:'(?<a>[^'\n]*)'|`(?<b>[^`]*)`)/g,
    ),
  ]
    .map(({ groups }) => groups?.a ?? groups?.b ?? '')
    .join('\n');

it.each(rows)('$id is described and named by its tests', ({ id, page, files }) => {
  expect([page, existsSync(join(root, 'docs', page))]).toEqual([page, true]);
  expect(files).not.toEqual([]);
  for (const file of files) {
    expect([file, new RegExp(`\\b${id}\\b`).test(titlesIn(file))]).toEqual([file, true]);
  }
});

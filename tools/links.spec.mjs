import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { brokenLinks } from './links.mjs';

describe('brokenLinks', () => {
  const root = mkdtempSync(join(tmpdir(), 'storewire-links-'));
  after(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'docs'));
  writeFileSync(join(root, 'docs', 'there.md'), '# A heading, with `code`\n');

  const cases = [
    ['[a](docs/there.md)', true, 'a file'],
    ['[a](docs/there.md#a-heading-with-code)', true, 'a heading'],
    ['[a](#here)\n\n## Here\n', true, 'a heading of its own'],
    ['[a](https://shop.example/x)', true, 'another site'],
    ['`[a](nowhere.md)`', true, 'code in a line'],
    ['```\n[a](nowhere.md)\n```', true, 'a block of code'],
    ['[a](nowhere.md)', false, 'a missing file'],
    ['[a](docs/there.md#elsewhere)', false, 'a missing heading'],
    ['<img src="docs/nowhere.svg">', false, 'a missing picture'],
  ];
  for (const [text, isFine, what] of cases) {
    it(`${isFine ? 'accepts' : 'finds'} ${what}`, () => {
      writeFileSync(join(root, 'README.md'), text);
      assert.equal(brokenLinks(root).length, isFine ? 0 : 1);
    });
  }
});

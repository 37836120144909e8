import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

it('starts with the same flags as a command and from the workspace', () => {
  const { nodeFlags } = JSON.parse(read('../package.json')).config;
  const [shebang] = read('./main.ts').split('\n');
  expect(shebang).toBe(`#!/usr/bin/env -S node ${nodeFlags.join(' ')}`);
});

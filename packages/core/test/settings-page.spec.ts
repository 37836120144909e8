import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from '@jest/globals';
import { SETTING_KEYS } from '../src/settings/layers.js';
import { storeSettingsSchema } from '../src/settings/store-settings-schema.js';

const root = join(import.meta.dirname, '..', '..', '..');
const page = readFileSync(join(root, 'docs', 'settings.md'), 'utf8');

it('docs/settings.md is what the settings declare', async () => {
  const tool = await import(pathToFileURL(join(root, 'tools', 'settings-doc.mjs')).href);
  expect(page).toBe(tool.settingsDocument(storeSettingsSchema()));
});

it.each(SETTING_KEYS)('docs/settings.md has a line about %s', (key) =>
  expect(page).toContain(`| \`${key}\` |`),
);

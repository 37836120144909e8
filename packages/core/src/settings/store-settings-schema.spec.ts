import { describe, expect, it } from '@jest/globals';
import { SETTING_KEYS } from './layers.js';
import {
  hasCapability,
  STORE_SETTING_METAS,
  storeSettingsSchema,
} from './store-settings-schema.js';
import { SETTING_GROUPS, SETTING_LANGUAGES, SETTING_TEXTS } from './texts/catalogue.js';

/** The rows of the scope that are settings of a store; the others belong to the account. */
const ROWS = [
  1, 6, 7, 8, 9, 11, 12, 13, 20, 21, 22, 23, 24, 26, 30, 31, 32, 40, 41, 42, 43, 44, 50, 60, 61,
];

describe('the declaration of every setting', () => {
  it.each([...STORE_SETTING_METAS])('%s has a group, a label, help and a source', (key, meta) => {
    expect(SETTING_GROUPS).toContain(meta.group);
    expect(meta.source).toMatch(/^(S|D)\d+(, (S|D)\d+)*$/);
    expect({ key, label: meta.label, help: meta.help }).toEqual({
      key,
      label: expect.stringMatching(/\w/),
      help: expect.stringMatching(/\.$/),
    });
  });

  it.each(ROWS)('names S%i', (row) => {
    const sources = [...STORE_SETTING_METAS.values()].flatMap(({ source }) => source?.split(', '));
    expect(sources).toContain(`S${row}`);
  });
});

describe.each(SETTING_LANGUAGES)('the texts in %s', (language) => {
  const texts = SETTING_TEXTS[language];

  it('are there for every setting and no other', () => {
    expect(Object.keys(texts.settings).sort()).toEqual([...SETTING_KEYS].sort());
    for (const text of Object.values(texts.settings)) {
      expect(text.label.trim()).not.toBe('');
      expect(text.help).toMatch(/[.]$/);
    }
  });

  it('are there for every group and every value of a choice', () => {
    expect(Object.keys(texts.groups).sort()).toEqual([...SETTING_GROUPS].sort());
    const { properties } = storeSettingsSchema(language);
    const choices = Object.entries(properties).filter(([, schema]) => Array.isArray(schema.enum));
    expect(choices.length).toBeGreaterThan(7);
    for (const [key, schema] of choices) {
      const names = schema['x-choices'] as Record<string, string>;
      expect([key, Object.keys(names ?? {}).sort()]).toEqual([
        key,
        [...(schema.enum as string[])].sort(),
      ]);
    }
  });
});

describe('the schema of the forms', () => {
  it('differs between the languages in its texts only', () => {
    const [english, polish] = [storeSettingsSchema('en'), storeSettingsSchema('pl')];
    for (const key of SETTING_KEYS) {
      const { title, description, ...rest } = english.properties[key] ?? {};
      expect(polish.properties[key]?.description).not.toBe(description);
      expect(title).toEqual(expect.any(String));
      expect(rest.type).toBe(polish.properties[key]?.type);
      expect(rest.default).toEqual(polish.properties[key]?.default);
    }
  });

  it('says what a platform cannot do', () => {
    const { properties } = storeSettingsSchema('en', { order: ['webhook'], consent: ['webhook'] });
    expect(properties.consentSync).toMatchObject({
      'x-capability': 'consent.writeBack',
      'x-available': false,
    });
    expect(properties.earlyOptOut).toMatchObject({ 'x-available': true });
    expect(properties.active).toMatchObject({ 'x-available': true });
    expect(storeSettingsSchema('en').properties.consentSync).not.toHaveProperty('x-available');
  });

  it.each([
    { needed: undefined, gives: true },
    { needed: 'order', gives: true },
    { needed: 'order.webhook', gives: true },
    { needed: 'order.poll', gives: false },
    { needed: 'cart', gives: false },
  ])('$needed is declared: $gives', ({ needed, gives }) =>
    expect(hasCapability({ order: ['webhook'] }, needed)).toBe(gives),
  );
});

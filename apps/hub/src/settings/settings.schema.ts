import { SETTING_KEYS, SETTING_LANGUAGES, storeSettingsSchema } from '@storewire/core';

type Schema = Readonly<Record<string, unknown>>;

const TEXT_OF_META = ['title', 'description', 'examples'];

const valueSchemas = (): [key: string, schema: Schema][] =>
  Object.entries(storeSettingsSchema().properties);

/** A partial settings object: every key optional, lists also as text with commas, `null` for the inherited value. */
export function settingsPatchSchema(): Schema {
  const properties = valueSchemas().map(([key, schema]) => {
    const [meta, value] = split(schema);
    const text = isTextList(schema) ? [{ type: 'string' }] : [];
    return [key, { ...meta, anyOf: [value, ...text, { type: 'null' }] }];
  });
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(properties),
  };
}

/** Every key with its value and where that comes from. */
export function settingsAnswerSchema(): Schema {
  const properties = valueSchemas().map(([key, schema]) => {
    const [meta, value] = split(schema);
    const entry = {
      ...meta,
      type: 'object',
      required: ['value', 'source'],
      properties: {
        value: { anyOf: [value, { type: 'null' }] },
        source: { type: 'string', enum: ['default', 'tenant', 'store'] },
        label: { type: 'string', description: 'With `?language=` only.' },
        help: { type: 'string', description: 'With `?language=` only.' },
      },
    };
    return [key, entry];
  });
  return { type: 'object', required: SETTING_KEYS, properties: Object.fromEntries(properties) };
}

/** What the forms are made of: a JSON Schema with texts. */
export function formSchemaAnswer(): Schema {
  return {
    type: 'object',
    required: ['type', 'properties', 'x-language', 'x-groups'],
    properties: {
      type: { type: 'string', enum: ['object'] },
      additionalProperties: { type: 'boolean' },
      properties: { type: 'object', additionalProperties: { type: 'object' } },
      required: { type: 'array', items: { type: 'string' } },
      'x-language': { type: 'string', enum: SETTING_LANGUAGES },
      'x-groups': {
        type: 'array',
        description: 'Groups of the forms, in their order.',
        items: {
          type: 'object',
          required: ['id', 'title'],
          properties: { id: { type: 'string' }, title: { type: 'string' } },
        },
      },
    },
  };
}

const isTextList = (schema: Schema): boolean =>
  schema.type === 'array' && (schema.items as Schema | undefined)?.type === 'string';

function split(schema: Schema): [meta: Schema, value: Schema] {
  const entries = Object.entries(schema);
  return [
    Object.fromEntries(entries.filter(([key]) => isMeta(key))),
    Object.fromEntries(entries.filter(([key]) => !isMeta(key))),
  ];
}

const isMeta = (key: string): boolean => TEXT_OF_META.includes(key) || key.startsWith('x-');

import { describe, expect, it } from '@jest/globals';
import { IsArray, IsIn, IsOptional, IsString, IsUrl, Matches } from 'class-validator';
import { settingsJsonSchema } from './json-schema.js';
import { SETTING_KEYS } from './layers.js';
import { Setting, secretFields, settingsOf } from './setting.decorator.js';
import { StoreSettings } from './store-settings.js';
import { validateObject } from './validate.js';

class WebShop {
  @Setting({ label: 'Address', help: 'Where the shop is.', example: 'https://shop.example' })
  @IsUrl({ require_tld: false })
  url!: string;
}

class SampleConnection extends WebShop {
  @Setting({ label: 'API token', secret: true })
  @Matches(/^[a-z0-9]+$/, { message: 'API token: letters and digits.' })
  token!: string;

  @Setting({ label: 'Channels' })
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  channels?: string[];

  @Setting({ label: 'Mode', unit: 'days', group: 'more' })
  @IsIn(['live', 'test'])
  mode: 'live' | 'test' = 'live';
}

describe('the JSON schema of a settings class', () => {
  const schema = settingsJsonSchema(SampleConnection) as {
    properties: Record<string, Record<string, unknown>>;
    required: string[];
  };

  it('has labels, help, examples and units of every field, those of the base class first', () => {
    expect(Object.keys(schema.properties)).toEqual(['url', 'token', 'channels', 'mode']);
    expect(schema.properties.url).toMatchObject({
      title: 'Address',
      description: 'Where the shop is.',
      examples: ['https://shop.example'],
    });
    expect(schema.properties.mode).toMatchObject({ 'x-unit': 'days', 'x-group': 'more' });
  });

  it('marks secrets, and nothing else, as write-only', () => {
    expect(schema.properties.token).toMatchObject({ writeOnly: true, pattern: '^[a-z0-9]+$' });
    expect(schema.properties.url).not.toHaveProperty('writeOnly');
  });

  it('describes lists, choices and defaults', () => {
    expect(schema.properties.channels).toMatchObject({ type: 'array', items: { type: 'string' } });
    expect(schema.properties.mode).toMatchObject({ enum: ['live', 'test'], default: 'live' });
  });

  it('requires what is neither optional nor has a default', () =>
    expect([...schema.required].sort()).toEqual(['token', 'url']));

  it('refuses other properties', () =>
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false }));

  it('covers every store setting and requires none of them', () => {
    const all = settingsJsonSchema(StoreSettings) as typeof schema;
    expect(Object.keys(all.properties)).toEqual(SETTING_KEYS);
    expect(all.required).toEqual([]);
    expect(all.properties.orderStates).toMatchObject({ type: 'object' });
    expect(all.properties.fieldMapping).toMatchObject({ type: 'array' });
    for (const [key, property] of Object.entries(all.properties)) {
      expect({ key, type: typeof property.type, title: typeof property.title }).toEqual({
        key,
        type: 'string',
        title: 'string',
      });
    }
  });
});

describe('the fields of a class that extends another', () => {
  it('include the secrets of both', () => {
    class Inner extends SampleConnection {
      @Setting({ label: 'Other secret', secret: true })
      @IsString()
      other!: string;
    }
    expect(secretFields(Inner)).toEqual(['token', 'other']);
    expect(secretFields(SampleConnection)).toEqual(['token']);
    expect(secretFields(WebShop)).toEqual([]);
  });

  it('are there without any of its own', () => {
    class Same extends SampleConnection {}
    expect([...settingsOf(Same).keys()]).toEqual(['url', 'token', 'channels', 'mode']);
  });
});

describe('validateObject', () => {
  it('gives an instance with its defaults', () => {
    const { value, problems } = validateObject(SampleConnection, {
      url: 'http://localhost:8080',
      token: 'abc',
    });
    expect(problems).toEqual([]);
    expect(value).toBeInstanceOf(SampleConnection);
    expect(value).toMatchObject({ mode: 'live', token: 'abc' });
  });

  it('names every problem at once, without the value of a secret', () => {
    const { problems } = validateObject(SampleConnection, {
      url: 'nowhere at all',
      token: 'SECRET VALUE',
      channels: 'a',
      other: 1,
      constructor: 2,
    });
    expect([...new Set(problems.map((problem) => problem.path))].sort()).toEqual([
      'channels',
      'constructor',
      'other',
      'token',
      'url',
    ]);
    expect(JSON.stringify(problems)).not.toContain('SECRET VALUE');
  });

  it('misses what is required, and not when only a part is given', () => {
    expect(
      validateObject(SampleConnection, {})
        .problems.map((p) => p.path)
        .sort(),
    ).toEqual(['token', 'url']);
    expect(validateObject(SampleConnection, {}, { partial: true }).problems).toEqual([]);
  });

  it('takes null for an optional field and for no other', () => {
    const given = { url: 'http://localhost', token: 'abc' };
    expect(validateObject(SampleConnection, { ...given, channels: null }).problems).toEqual([]);
    expect(validateObject(SampleConnection, { ...given, token: null }).problems).toHaveLength(1);
  });

  it.each([[null], ['x'], [[]], [5]])('refuses %j', (plain) =>
    expect(validateObject(SampleConnection, plain).problems).toEqual([
      { path: '', message: 'must be an object.' },
    ]),
  );
});

import type { Capabilities, CapabilityMode } from '../adapter/adapter.js';
import type { RecordKind } from '../model/records.js';
import { settingsJsonSchema } from './json-schema.js';
import { type SettingMeta, settingsOf } from './setting.decorator.js';
import { ORDER_MEANINGS, type SettingKey, StoreSettings } from './store-settings.js';
import { SETTING_GROUPS, SETTING_TEXTS, type SettingLanguage } from './texts/catalogue.js';

type Schema = Readonly<Record<string, unknown>>;

/** What the rules of class-validator cannot say about a value. */
const DETAILS: Readonly<Record<string, Schema>> = {
  orderStates: { additionalProperties: { type: 'string', enum: ORDER_MEANINGS } },
  fieldMapping: {
    items: {
      type: 'object',
      required: ['from', 'to', 'name'],
      additionalProperties: false,
      properties: {
        from: { type: 'string' },
        to: { type: 'string', enum: ['property', 'detail', 'tag', 'keyInformation'] },
        name: { type: 'string' },
        overwrite: { type: 'boolean' },
      },
    },
  },
};

/** What every setting says about itself, by key and in the order of the forms. */
export const STORE_SETTING_METAS: ReadonlyMap<string, SettingMeta> = settingsOf(StoreSettings);

export interface StoreSettingsSchema {
  readonly type: 'object';
  readonly additionalProperties: false;
  readonly 'x-language': SettingLanguage;
  readonly 'x-groups': readonly { readonly id: string; readonly title: string }[];
  readonly properties: Readonly<Record<string, Schema>>;
  readonly required: readonly string[];
}

/**
 * The JSON Schema of all settings for a form: beside types, rules and defaults the label (`title`) and help
 * (`description`) in one language, `x-group`, `x-unit`, `x-choices` (value to name), `x-capability` and `x-source`.
 *
 * @param capabilities of the store's platform; with them each setting says in `x-available` whether it has an effect.
 */
export function storeSettingsSchema(
  language: SettingLanguage = 'en',
  capabilities?: Capabilities,
): StoreSettingsSchema {
  const texts = SETTING_TEXTS[language];
  const { properties } = settingsJsonSchema(StoreSettings) as {
    properties: Record<string, Schema>;
  };
  const described = [...STORE_SETTING_METAS].map(([key, meta]): [string, Schema] => {
    const text = texts.settings[key as SettingKey];
    const choices = texts.choices[key as SettingKey];
    return [
      key,
      {
        ...properties[key],
        ...DETAILS[key],
        title: text.label,
        description: text.help,
        ...(meta.unit ? { 'x-unit': texts.units[meta.unit as keyof typeof texts.units] } : {}),
        ...(choices ? { 'x-choices': choices } : {}),
        ...(meta.capability ? { 'x-capability': meta.capability } : {}),
        'x-source': meta.source,
        ...(capabilities ? { 'x-available': hasCapability(capabilities, meta.capability) } : {}),
      },
    ];
  });
  return {
    type: 'object',
    additionalProperties: false,
    'x-language': language,
    'x-groups': SETTING_GROUPS.map((id) => ({ id, title: texts.groups[id] })),
    properties: Object.fromEntries(described),
    required: [],
  };
}

/** Whether a platform declares what a setting needs. @param needed `kind` or `kind.mode`; absent is always there. */
export function hasCapability(capabilities: Capabilities, needed: string | undefined): boolean {
  if (needed === undefined) return true;
  const [kind, mode] = needed.split('.') as [RecordKind, CapabilityMode | undefined];
  const modes = capabilities[kind] ?? [];
  return mode === undefined ? modes.length > 0 : modes.includes(mode);
}

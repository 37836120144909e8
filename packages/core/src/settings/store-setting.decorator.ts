import { Setting } from './setting.decorator.js';
import type { SettingKey } from './store-settings.js';
import type { SettingGroup, SettingUnit } from './texts/catalogue.js';
import { ENGLISH } from './texts/english.js';

export interface StoreSettingMeta {
  readonly group: SettingGroup;
  /** Ids of the scope. */
  readonly source: string;
  readonly unit?: SettingUnit;
  readonly example?: string;
  /** `kind` or `kind.mode` that an adapter must declare before the setting has an effect. */
  readonly capability?: string;
}

/** Marks a property of the store settings; its label and help are those of the text catalogue. */
export const StoreSetting =
  (meta: StoreSettingMeta): PropertyDecorator =>
  (target, key) =>
    Setting({ ...ENGLISH.settings[key as SettingKey], ...meta })(target, key);

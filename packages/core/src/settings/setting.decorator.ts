import 'reflect-metadata';

/** What a field says about itself: one declaration for the form, the API document and the redaction list. */
export interface SettingMeta {
  readonly label: string;
  readonly help?: string;
  readonly group?: string;
  readonly unit?: string;
  readonly example?: string;
  /** Never returned, never logged, encrypted at rest. */
  readonly secret?: boolean;
  /** The capability an adapter must declare before the field has an effect. */
  readonly capability?: string;
  /** Where the field comes from: an id of the scope, a guide. */
  readonly source?: string;
}

const FIELDS = Symbol('storewire:settings');

/** Marks a property as a setting. Use beside class-validator decorators. */
export function Setting(meta: SettingMeta): PropertyDecorator {
  return (target, key) => {
    const owner = target.constructor;
    const fields: Map<string, SettingMeta> = new Map(Reflect.getMetadata(FIELDS, owner) ?? []);
    fields.set(String(key), meta);
    Reflect.defineMetadata(FIELDS, fields, owner);
  };
}

/** The settings of a class in the order they are declared, those of its base class first. */
export function settingsOf(type: abstract new () => object): ReadonlyMap<string, SettingMeta> {
  return Reflect.getMetadata(FIELDS, type) ?? new Map();
}

/** Names of the fields that must never leave the hub. */
export function secretFields(type: abstract new () => object): string[] {
  return [...settingsOf(type)].filter(([, meta]) => meta.secret).map(([key]) => key);
}

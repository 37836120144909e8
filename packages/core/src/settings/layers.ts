import { settingsOf } from './setting.decorator.js';
import { StoreSettings } from './store-settings.js';
import { type Problem, UNKNOWN_KEY, validateObject } from './validate.js';

export type SettingSource = 'default' | 'tenant' | 'store';

export interface LayeredValue {
  readonly value: unknown;
  readonly source: SettingSource;
}

/** Stored values of one layer; a key that is absent is inherited. */
export type SettingsLayer = Readonly<Record<string, unknown>>;

/** Every setting key, in the order of the forms. */
export const SETTING_KEYS: readonly string[] = [...settingsOf(StoreSettings).keys()];

const DEFAULTS: Readonly<Record<string, unknown>> = Object.freeze({ ...new StoreSettings() });

/** The effective settings: store over tenant over default. @param platform where its defaults differ. */
export function resolveSettings(
  tenant: SettingsLayer,
  store: SettingsLayer,
  platform: SettingsLayer = {},
): StoreSettings {
  const settings = new StoreSettings() as unknown as Record<string, unknown>;
  for (const layer of [platform, tenant, store]) {
    for (const key of SETTING_KEYS) if (Object.hasOwn(layer, key)) settings[key] = layer[key];
  }
  return settings as unknown as StoreSettings;
}

/** The same with where each value comes from; what is not set anywhere has the value `null`. */
export function explainSettings(
  tenant: SettingsLayer,
  store: SettingsLayer,
  platform: SettingsLayer = {},
): Record<string, LayeredValue> {
  return Object.fromEntries(
    SETTING_KEYS.map((key) => {
      if (Object.hasOwn(store, key)) return [key, { value: store[key], source: 'store' }];
      if (Object.hasOwn(tenant, key)) return [key, { value: tenant[key], source: 'tenant' }];
      return [key, { value: platform[key] ?? DEFAULTS[key] ?? null, source: 'default' }];
    }),
  );
}

export interface SettingsPatch {
  /** Values to store, normalised. */
  readonly set: Record<string, unknown>;
  /** Keys that go back to the inherited value. */
  readonly unset: string[];
  readonly problems: Problem[];
}

/**
 * Reads a partial settings object as the API takes it: `null` returns to the inherited value, lists may be
 * comma-separated text, unknown keys are refused, all problems at once.
 */
export function readSettingsPatch(patch: unknown): SettingsPatch {
  if (patch === null || typeof patch !== 'object' || Array.isArray(patch)) {
    return { set: {}, unset: [], problems: [{ path: '', message: 'must be an object.' }] };
  }
  const entries = Object.entries(patch);
  const given = Object.fromEntries(entries.filter(([, v]) => v !== null && v !== undefined));
  const unset = entries.filter(([, value]) => value === null).map(([key]) => key);
  const { value, problems } = validateObject(StoreSettings, given, { partial: true });
  const unknown = unset
    .filter((key) => !SETTING_KEYS.includes(key))
    .map((path) => ({ path, message: UNKNOWN_KEY }));
  const clean = value as unknown as Record<string, unknown>;
  const set = Object.fromEntries(
    Object.keys(given)
      .filter((key) => SETTING_KEYS.includes(key))
      .map((key) => [key, clean[key]]),
  );
  return {
    set,
    unset: unset.filter((key) => SETTING_KEYS.includes(key)),
    problems: [...problems, ...unknown],
  };
}

/** Rules between settings, checked on the effective values. */
export function checkSettings(settings: StoreSettings): Problem[] {
  const problems: Problem[] = [];
  const triple = [
    ['doubleOptInTemplateId', 'template id'],
    ['doubleOptInAccountId', 'account id'],
    ['doubleOptInSubject', 'subject'],
  ] as const;
  const missing = triple.filter(([path]) => !settings[path]);
  if (missing.length === 1 || missing.length === 2) {
    const names = missing.map(([, name]) => name).join(' and ');
    for (const [path] of missing) {
      problems.push({
        path,
        message: `template id, account id and subject: all three or none; missing: ${names}.`,
      });
    }
  }
  return problems;
}

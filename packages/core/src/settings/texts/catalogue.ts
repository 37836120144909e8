import type { SettingKey } from '../store-settings.js';
import { ENGLISH } from './english.js';
import { POLISH } from './polish.js';

/** Languages of the forms, ISO 639-1. */
export const SETTING_LANGUAGES = ['en', 'pl'] as const;
export type SettingLanguage = (typeof SETTING_LANGUAGES)[number];

/** Groups of the forms, in their order. */
export const SETTING_GROUPS = [
  'integration',
  'features',
  'tags',
  'account',
  'carts',
  'monitoring',
  'additional',
] as const;
export type SettingGroup = (typeof SETTING_GROUPS)[number];

export type SettingUnit = 'minutes' | 'hours' | 'days';

export interface SettingText {
  readonly label: string;
  /** What it does, and where in SALESmanago its value is found. */
  readonly help: string;
}

/** Every text about settings in one language. */
export interface SettingTexts {
  readonly groups: Readonly<Record<SettingGroup, string>>;
  readonly units: Readonly<Record<SettingUnit, string>>;
  readonly settings: Readonly<Record<SettingKey, SettingText>>;
  /** Names of the values of a choice. */
  readonly choices: Readonly<Partial<Record<SettingKey, Readonly<Record<string, string>>>>>;
}

export const SETTING_TEXTS: Readonly<Record<SettingLanguage, SettingTexts>> = {
  en: ENGLISH,
  pl: POLISH,
};

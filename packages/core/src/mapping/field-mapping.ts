import { normaliseTag } from '../settings/normalise.js';
import type { FieldMapping } from '../settings/store-settings.js';
import { readPath } from './path.js';

/** Longest value SALESmanago takes for a property, a detail or Key Information. */
const MAX_LENGTH = 255;

/** What became of one entry of the mapping in one document, without the value. */
export interface FieldNote {
  readonly from: string;
  readonly to: FieldMapping['to'];
  readonly name: string;
  readonly outcome: 'read' | 'cut' | 'empty' | 'missing' | 'unusable';
}

/** Values of a document that a merchant mapped (D14), ready for what they are sent as. */
export interface FieldExtras {
  readonly properties: Readonly<Record<string, string>>;
  /** By key `detail1` to `detail20`. */
  readonly details: Readonly<
    Record<string, { readonly value: string; readonly overwrite: boolean }>
  >;
  /** As SALESmanago keeps them: prefix and value. */
  readonly tags: readonly string[];
  /** Numbers stay numbers; `null` is a value the store says is empty, and clears it. */
  readonly keyInformation: Readonly<Record<string, string | number | null>>;
  readonly notes: readonly FieldNote[];
}

/**
 * Reads the mapped values of a raw document. Texts, numbers, booleans and lists of them (joined with commas) can be
 * sent; texts longer than 255 characters are cut between characters, and the note says so. Never throws.
 */
export function readFieldMapping(
  raw: unknown,
  mapping: readonly FieldMapping[],
  variables: Readonly<Record<string, unknown>> = {},
): FieldExtras {
  const properties: Record<string, string> = {};
  const details: Record<string, { value: string; overwrite: boolean }> = {};
  const tags = new Set<string>();
  const keyInformation: Record<string, string | number | null> = {};
  const notes = mapping.map((entry): FieldNote => {
    const { from, to, name } = entry;
    const found = readPath(raw, from, variables);
    const note = (outcome: FieldNote['outcome']): FieldNote => ({ from, to, name, outcome });
    if (found === undefined) return note('missing');
    const text = textOf(found);
    if (text === undefined) return note('unusable');
    if (text === '') {
      if (to === 'keyInformation') keyInformation[name] = null;
      return note('empty');
    }
    if (to === 'tag') {
      const tag = `${name}${text}`;
      tags.add(normaliseTag(tag));
      return note([...tag.trim()].length > MAX_LENGTH ? 'cut' : 'read');
    }
    const value = cut(text);
    if (to === 'property') properties[name] = value;
    if (to === 'detail') details[`detail${name}`] = { value, overwrite: entry.overwrite === true };
    if (to === 'keyInformation') keyInformation[name] = typeof found === 'number' ? found : value;
    return note(value === text ? 'read' : 'cut');
  });
  return { properties, details, tags: [...tags], keyInformation, notes };
}

/** `''` for what is known to be empty; undefined for what has no text, such as an object. */
function textOf(value: unknown): string | undefined {
  if (value === null) return '';
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value === 'boolean') return String(value);
  if (!Array.isArray(value)) return undefined;
  const parts = value.map((item) => (Array.isArray(item) ? undefined : textOf(item)));
  return parts.includes(undefined) ? undefined : parts.filter((part) => part !== '').join(',');
}

const cut = (text: string): string => [...text].slice(0, MAX_LENGTH).join('');

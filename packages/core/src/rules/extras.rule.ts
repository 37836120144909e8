import type { FieldExtras } from '../mapping/field-mapping.js';
import { type Command, type EventPayload, keyInformationKeyOf, type LaneClass } from './command.js';
import type { DecisionInput, Memory, Reason } from './decision.js';
import { fingerprint } from './fingerprint.js';
import { type ContactFields, extraFields } from './upsert.js';

/** Marks Key Information among the remembered fields. */
const KEY_INFORMATION = 'k:';

/** D14: the mapped values of a document that belong to the contact; a browser gives none. */
export const contactExtras = ({ extras, source }: DecisionInput): ContactFields =>
  extras && source !== 'beacon' ? extraFields(extras) : {};

export interface KeyInformationPlan {
  readonly commands: readonly Command[];
  readonly reasons: readonly Reason[];
  /** Hashes to remember beside the contact's fields. */
  readonly hashes: Readonly<Record<string, string>>;
}

const NOTHING: KeyInformationPlan = { commands: [], reasons: [], hashes: {} };

/**
 * D14: Key Information that is new. Never from a browser, and not without a key for API v3.
 * @param isRenamed the address changed with this document: everything is said again under the new one.
 */
export function planKeyInformation(
  input: DecisionInput,
  email: string,
  lane: LaneClass,
  isRenamed = false,
): KeyInformationPlan {
  const { extras, known, store, source } = input;
  const values = Object.entries(extras?.keyInformation ?? {});
  if (values.length === 0 || source === 'beacon') return NOTHING;
  if (!store.hasV3ApiKey) {
    const result = 'Not sent: the account has no API v3 key.';
    return { ...NOTHING, reasons: [{ rule: 'keyInformation', result }] };
  }
  const hashes = Object.fromEntries(
    values.map(([name, value]) => [`${KEY_INFORMATION}${name}`, fingerprint(value)]),
  );
  const sent = isRenamed ? {} : (known.contact?.fields ?? {});
  const isNews = ([name, value]: (typeof values)[number]): boolean => {
    const before = sent[`${KEY_INFORMATION}${name}`];
    // What was never sent need not be cleared.
    return value === null && before === undefined
      ? false
      : before !== hashes[`${KEY_INFORMATION}${name}`];
  };
  const news = values.filter(isNews);
  if (news.length === 0) {
    const result = 'SALESmanago already has it.';
    return { ...NOTHING, reasons: [{ rule: 'keyInformation', result }] };
  }
  const names = news.map(([name]) => name);
  return {
    commands: [
      {
        kind: 'keyInformation',
        lane,
        contactKey: keyInformationKeyOf(email),
        payload: {
          email,
          numeric: pick(news, 'number'),
          text: pick(news, 'string'),
          setAsNull: news.filter(([, value]) => value === null).map(([name]) => name),
        },
      },
    ],
    reasons: [{ rule: 'keyInformation', result: 'sent', inputs: { names } }],
    hashes: Object.fromEntries(
      names.map((name) => [
        `${KEY_INFORMATION}${name}`,
        hashes[`${KEY_INFORMATION}${name}`] as string,
      ]),
    ),
  };
}

/** The memory of a contact with what was said about its Key Information. */
export function withKeyInformation(
  memory: Memory,
  { hashes }: KeyInformationPlan,
  { known }: DecisionInput,
): Memory {
  if (Object.keys(hashes).length === 0) return memory;
  return { ...memory, fields: { ...known.contact?.fields, ...memory.fields, ...hashes } };
}

/** What became of the mapping in this document, by name and without values; nothing where there is no mapping. */
export function mappingReasons({ extras }: DecisionInput): Reason[] {
  if (!extras || extras.notes.length === 0) return [];
  const named = extras.notes.map(({ to, name, outcome }) => `${to} ${name}: ${outcome}`);
  return [{ rule: 'fieldMapping', result: named.join('; ') }];
}

/**
 * D14: an event with the details that are mapped. What the event has itself stays, unless the mapping says that it may
 * be overwritten.
 */
export function withMappedDetails(
  event: EventPayload,
  extras: FieldExtras | undefined,
): EventPayload {
  const mapped = Object.entries(extras?.details ?? {}).filter(
    ([key, { overwrite }]) => overwrite || event.details?.[key] === undefined,
  );
  if (mapped.length === 0) return event;
  const details = Object.fromEntries(mapped.map(([key, { value }]) => [key, value]));
  return { ...event, details: { ...event.details, ...details } };
}

const pick = <K extends 'number' | 'string'>(
  values: readonly (readonly [string, string | number | null])[],
  type: K,
): Record<string, K extends 'number' ? number : string> =>
  Object.fromEntries(values.filter(([, value]) => typeof value === type)) as never;

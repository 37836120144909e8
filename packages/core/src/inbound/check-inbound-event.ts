import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { isEmail } from '../mapping/converters.js';
import type { InboundEvent } from './inbound-event.js';
import { INBOUND_EVENT_SCHEMA } from './inbound-schema.js';

/** Why an event is not taken. */
export interface InboundRejection {
  /** Stable and searchable. */
  readonly code: 'INVALID_EVENT';
  /** Dotted path in the event, with list indexes; empty for the whole event. */
  readonly field: string;
  /** What the field must be; never the value, which may be personal. */
  readonly message: string;
}

export type InboundCheck =
  | { readonly event: InboundEvent }
  | { readonly rejection: InboundRejection };

let compiled: ValidateFunction<InboundEvent> | undefined;

/** Compiled at its first use: it costs more than the rest of the package takes to load. */
const schemaCheck = (): ValidateFunction<InboundEvent> =>
  (compiled ??= new Ajv2020({
    allErrors: false,
    strict: true,
    // `required` stands in branches that name no properties of their own.
    strictRequired: false,
    strictTypes: false,
    formats: {
      date: fullFormats.date,
      'date-time': fullFormats['date-time'],
      email: (address: string) => isEmail(address.trim().toLowerCase()),
      uri: (address: string) => /^https?:$/.test(URL.parse(address)?.protocol ?? ''),
    },
  }).compile<InboundEvent>(INBOUND_EVENT_SCHEMA));

/** Checks one event of a delivery against the schema. Total: whatever came, the answer is the event or a rejection. */
export function checkInboundEvent(value: unknown): InboundCheck {
  const isEvent = schemaCheck();
  if (isEvent(value)) return { event: value };
  return { rejection: rejectionOf(isEvent.errors ?? []) };
}

/** The most telling of the errors: not the branch that could not be met, but what was missing in it. */
function rejectionOf(errors: readonly ErrorObject[]): InboundRejection {
  const error = errors.find(({ keyword }) => keyword !== 'if' && keyword !== 'anyOf') ?? errors[0];
  return { code: 'INVALID_EVENT', field: fieldOf(error), message: messageOf(error) };
}

function fieldOf(error: ErrorObject | undefined): string {
  const parts = (error?.instancePath ?? '').split('/').slice(1).map(unescaped);
  const extra = error?.params.missingProperty ?? error?.params.additionalProperty;
  const path = typeof extra === 'string' ? [...parts, extra] : parts;
  return path
    .map((part, i) => (/^\d+$/.test(part) ? `[${part}]` : i === 0 ? part : `.${part}`))
    .join('')
    .slice(0, 200);
}

/** JSON pointer: `~1` is a slash. */
const unescaped = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

function messageOf(error: ErrorObject | undefined): string {
  switch (error?.keyword) {
    case 'required':
      return 'is required.';
    case 'additionalProperties':
      return 'is not a known field.';
    case 'enum':
      return `must be one of ${(error.params.allowedValues as string[]).join(', ')}.`;
    case 'format':
      return `${FORMATS[error.params.format as string] ?? error.message}.`;
    default:
      return `${error?.message ?? 'is not an event'}.`;
  }
}

const FORMATS: Readonly<Record<string, string>> = {
  email: 'must be an e-mail address',
  date: 'must be a day, as 2026-11-21',
  'date-time': 'must be a time with its offset, as 2026-11-21T17:03:44+01:00',
  uri: 'must be a web address, with https://',
};

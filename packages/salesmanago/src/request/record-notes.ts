import { wireAmount } from '../amount.js';
import { cutProductIds, cutText } from '../cuts.js';
import { LIMITS } from '../limits.js';
import { SalesmanagoError } from '../salesmanago.error.js';
import type { FieldWarning } from '../warnings.js';

/** Text of a record: undefined is not sent, null clears the field (sent as an empty text). */
export type Clearable = string | null | undefined;

/**
 * Prepares the fields of one record for the wire, and notes what could not go as it was given.
 * The methods give undefined for what is not to be sent.
 */
export class RecordNotes {
  readonly warnings: FieldWarning[] = [];

  constructor(
    private readonly call: string,
    /** Position in a batch. */
    private readonly index?: number,
  ) {}

  warn(warning: Omit<FieldWarning, 'index'>): void {
    this.warnings.push(this.index === undefined ? warning : { ...warning, index: this.index });
  }

  /** @throws SalesmanagoError `SM_BAD_REQUEST` (refused), before anything is sent. */
  refuse(field: string, detail: string): never {
    throw new SalesmanagoError({
      code: 'SM_BAD_REQUEST',
      call: this.call,
      detail: `${field} ${detail}; nothing was sent`,
      field,
      reason: `${field} ${detail}`,
    });
  }

  /** Free text, cut to the limit. "0" is a text like any other. */
  text(field: string, value: Clearable, limit: number): string | undefined {
    if (value === undefined) return undefined;
    const cut = cutText(value ?? '', limit);
    if (cut.length < (value ?? '').length) {
      this.warn({ code: 'cut', field, limit, text: `Cut to ${limit} characters.` });
    }
    return cut;
  }

  /** Ids and addresses: another value when cut, so they go whole and SALESmanago decides. */
  identifier(field: string, value: Clearable, limit: number): string | undefined {
    if (value === undefined) return undefined;
    const text = (value ?? '').toWellFormed();
    if (text.length > limit) {
      const warning = `Longer than ${limit} characters; sent whole, because a part would mean something else.`;
      this.warn({ code: 'tooLong', field, limit, text: warning });
    }
    return text;
  }

  /** The three rules of SALESmanago: 64 characters before the last @, 254 in all, a domain after it. */
  email(field: string, value: string): string {
    const address = value.trim();
    const at = address.lastIndexOf('@');
    const domain = address.slice(at + 1);
    const { local, total } = LIMITS.email;
    if (at < 1 || domain === '' || /\s/.test(address))
      this.refuse(field, 'is not an e-mail address');
    if (/[@\p{Cc}]/u.test(domain)) this.refuse(field, 'is not an e-mail address');
    if (at > local) this.refuse(field, `has more than ${local} characters before the @`);
    if (address.length > total) this.refuse(field, `has more than ${total} characters`);
    return address;
  }

  texts(field: string, values: readonly string[] | undefined, limit: number): string[] | undefined {
    if (values === undefined) return undefined;
    return values
      .filter((value) => value !== '')
      .map((value) => this.text(field, value, limit) ?? '');
  }

  /** Keeps the first `max` of a list. */
  first<T>(field: string, values: readonly T[] | undefined, max: number): readonly T[] | undefined {
    if (values === undefined || values.length <= max) return values;
    this.warn({
      code: 'cut',
      field,
      limit: max,
      text: `Only the first ${max} of ${values.length} are sent.`,
    });
    return values.slice(0, max);
  }

  productIds(field: string, ids: readonly string[] | undefined): string | undefined {
    if (ids === undefined) return undefined;
    const limit = LIMITS.event.products;
    const { text, cut, unusable } = cutProductIds(ids, limit);
    if (cut.length > 0) {
      const warning = `The list holds ${limit} characters; ${cut.length} product ids were left off.`;
      this.warn({ code: 'cut', field, limit, text: warning, lost: cut });
    }
    if (unusable.length > 0) {
      const warning = 'Product ids with a comma cannot be sent: they would be read as two.';
      this.warn({ code: 'dropped', field, text: warning, lost: unusable });
    }
    return text;
  }

  amount(field: string, value: string | number | undefined): number | string | undefined {
    if (value === undefined) return undefined;
    const amount = wireAmount(value);
    if (!amount) return this.refuse(field, 'is not a decimal of at most 19 digits');
    if (amount.isRounded) this.warn({ code: 'changed', field, text: 'Rounded to 2 decimals.' });
    return amount.value;
  }

  date(field: string, value: number): number {
    if (!Number.isSafeInteger(value)) this.refuse(field, 'is not a time in milliseconds');
    return value;
  }
}

/** Leaves out what is undefined, so that a body holds exactly what is sent. */
export function compact<T extends object>(fields: T): Partial<T> {
  const kept: Partial<T> = {};
  for (const key in fields) if (fields[key] !== undefined) kept[key] = fields[key];
  return kept;
}

import { isEmail } from '../email.js';
import { isObject, type Json } from '../json.js';
import { cutText } from '../limits.js';
import type { Limits } from '../options.js';
import { Refusal } from './refusal.js';

/** Readers of request members: `undefined` and `null` are absent, a wrong type is refused with the member's name. */
export class FieldChecks {
  constructor(readonly limits: Limits) {}

  text(value: unknown, name: string, max: number): string | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') throw new Refusal(`Field ${name} has to be a text`);
    return this.fit(value, name, max);
  }

  /** Plugins send ids as text or as integer. */
  id(value: unknown, name: string, max: number): string | undefined {
    return this.text(Number.isSafeInteger(value) ? String(value) : value, name, max);
  }

  flag(value: unknown, name: string): boolean | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'boolean') throw new Refusal(`Field ${name} has to be true or false`);
    return value;
  }

  texts(value: unknown, name: string, max: number): string[] {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) throw new Refusal(`Field ${name} has to be a list of texts`);
    return value.map((item, index) => {
      const text = this.text(item, `${name}[${index}]`, max);
      if (text === undefined) throw new Refusal(`Field ${name}[${index}] has to be a text`);
      return text;
    });
  }

  object(value: unknown, name: string): Json | undefined {
    if (value === undefined || value === null) return undefined;
    if (!isObject(value)) throw new Refusal(`Field ${name} has to be an object`);
    return value;
  }

  objects(value: unknown, name: string): Json[] {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value) || !value.every(isObject)) {
      throw new Refusal(`Field ${name} has to be a list of objects`);
    }
    return value;
  }

  email(value: unknown, name: string): string | undefined {
    if (value === undefined || value === null) return undefined;
    if (!isEmail(value)) throw new Refusal(`Field ${name} is not a valid email address`);
    return value;
  }

  /** Epoch milliseconds. */
  time(value: unknown, name: string): number | undefined {
    if (value === undefined || value === null) return undefined;
    if (!Number.isSafeInteger(value))
      throw new Refusal(`Field ${name} has to be a time in milliseconds`);
    return value as number;
  }

  private fit(text: string, name: string, max: number): string {
    if (text.length <= max) return text;
    if (this.limits.overLimit === 'trim') return cutText(text, max);
    throw new Refusal(`Field ${name} is longer than ${max} characters`);
  }
}

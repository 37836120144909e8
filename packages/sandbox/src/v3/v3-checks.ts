import { isObject, type Json } from '../json.js';
import { cutText } from '../limits.js';
import type { Limits } from '../options.js';
import { type Problem, REASON, V3Problems } from './problems.js';

interface TextRule {
  required?: boolean;
  min?: number;
  max: number;
  pattern?: RegExp;
  /** Cut with a warning instead of an error. */
  trims?: boolean;
}

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Checks v3 members and collects every problem, with the path of the member in the message. */
export class V3Checks {
  readonly problems: Problem[] = [];

  constructor(readonly limits: Limits) {}

  /** @throws V3Problems when a problem other than a warning was found. */
  settle(): void {
    if (this.problems.some(({ reasonCode }) => reasonCode !== REASON.trimmed)) {
      throw new V3Problems(this.problems);
    }
  }

  add(reasonCode: number, message: string): void {
    this.problems.push({ reasonCode, message });
  }

  /** False when there is nothing to check further; says so if the member is required. */
  isGiven(value: unknown, path: string, required = false): boolean {
    if (value === undefined) {
      if (required) this.add(REASON.missing, `${path}|missing`);
      return false;
    }
    if (value === null) {
      if (required) this.add(REASON.nullValue, `${path}|must not be null`);
      return false;
    }
    return true;
  }

  text(value: unknown, path: string, rule: TextRule): string | undefined {
    if (!this.isGiven(value, path, rule.required)) return undefined;
    if (typeof value !== 'string') {
      this.add(REASON.type, `${path}:string|wrong type`);
      return undefined;
    }
    const min = rule.min ?? (rule.required ? 1 : 0);
    if (value.length > rule.max && (rule.trims || this.limits.overLimit === 'trim')) {
      this.add(REASON.trimmed, `${path}|max:${rule.max}|trimmed`);
      return cutText(value, rule.max);
    }
    if (value.length < min || value.length > rule.max) {
      this.add(REASON.limit, `${path}|min:${min}|max:${rule.max}|length out of range`);
      return undefined;
    }
    if (rule.pattern && value !== '' && !rule.pattern.test(value)) {
      this.add(REASON.pattern, `${path}|does not match the pattern`);
      return undefined;
    }
    return value;
  }

  /** The vendor's plugin sends ids as text in exports and as integers on a live save. */
  id(value: unknown, path: string, rule: TextRule): string | undefined {
    return this.text(Number.isSafeInteger(value) ? String(value) : value, path, rule);
  }

  url(value: unknown, path: string, required: boolean): string | undefined {
    const text = this.text(value, path, { required, max: 2048 });
    if (!text) return undefined;
    const isUrl = /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text);
    if (!isUrl) this.add(REASON.pattern, `${path}|is not a valid URL`);
    return isUrl ? text : undefined;
  }

  currency(value: unknown, path: string): string | undefined {
    const code = this.text(value, path, { required: true, max: 3 });
    if (code === undefined || CURRENCIES.has(code)) return code;
    this.add(REASON.pattern, `${path}|is not an ISO 4217 code`);
    return undefined;
  }

  flag(value: unknown, path: string, required = false): boolean | undefined {
    if (!this.isGiven(value, path, required)) return undefined;
    if (typeof value === 'boolean') return value;
    this.add(REASON.type, `${path}:boolean|wrong type`);
    return undefined;
  }

  integer(
    value: unknown,
    path: string,
    rule: { required?: boolean; min?: number; max?: number } = {},
  ): number | undefined {
    if (!this.isGiven(value, path, rule.required)) return undefined;
    if (!Number.isSafeInteger(value)) {
      this.add(REASON.type, `${path}:integer|wrong type`);
      return undefined;
    }
    const { min = 0, max = Number.MAX_SAFE_INTEGER } = rule;
    if ((value as number) < min || (value as number) > max) {
      this.add(REASON.limit, `${path}|min:${min}|max:${max}|out of range`);
      return undefined;
    }
    return value as number;
  }

  /** An amount of at most 19 digits and two decimals; numbers and numeric texts pass. */
  amount(value: unknown, path: string, required = false): number | undefined {
    if (!this.isGiven(value, path, required)) return undefined;
    const isNumeric = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value);
    const amount = isNumeric ? Number(value) : value;
    if (typeof amount !== 'number' || !Number.isFinite(amount)) {
      this.add(REASON.type, `${path}:decimal|wrong type`);
      return undefined;
    }
    const rounded = Math.round(amount * 100) / 100;
    if (amount < 0 || amount >= 1e19 || Math.abs(rounded - amount) > 8 * Number.EPSILON * amount) {
      this.add(REASON.limit, `${path}|min:0|max:19.2|is not an amount`);
      return undefined;
    }
    return amount;
  }

  list(
    value: unknown,
    path: string,
    rule: { required?: boolean; min?: number; max: number },
  ): unknown[] {
    if (!this.isGiven(value, path, rule.required)) return [];
    if (!Array.isArray(value)) {
      this.add(REASON.type, `${path}:array|wrong type`);
      return [];
    }
    const min = rule.min ?? 0;
    if (value.length < min || value.length > rule.max) {
      this.add(REASON.limit, `${path}|min:${min}|max:${rule.max}|number of elements out of range`);
      return [];
    }
    return value;
  }

  texts(value: unknown, path: string, maxCount: number, max: number): string[] {
    return this.list(value, path, { max: maxCount }).flatMap((item, index) => {
      const text = this.text(item, `${path}[${index}]`, { required: true, min: 0, max });
      return text === undefined ? [] : [text];
    });
  }

  objects(
    value: unknown,
    path: string,
    rule: { required?: boolean; min?: number; max: number },
  ): Json[] {
    return this.list(value, path, rule).map((item, index) => {
      if (isObject(item)) return item;
      this.add(REASON.type, `${path}[${index}]:object|wrong type`);
      return {};
    });
  }
}

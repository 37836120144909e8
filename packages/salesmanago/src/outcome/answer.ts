import { SalesmanagoError, type SalesmanagoErrorCode } from '../salesmanago.error.js';
import type { FieldWarning } from '../warnings.js';
import type { Exchange } from './exchange.js';
import { asText, type JsonObject } from './json.js';

/** An answer that says "done"; what a method still expects of it is read with these. */
export class Answer {
  constructor(
    readonly call: string,
    readonly exchange: Exchange,
    readonly body: JsonObject,
    readonly warnings: readonly FieldWarning[] = [],
  ) {}

  text(key: string): string | undefined {
    return asText(this.body[key]);
  }

  /** @throws SalesmanagoError `SM_ID_MISSING` (unknown): without its id, success is not believed. */
  id(key: string): string {
    return this.text(key) ?? this.missing(key);
  }

  /** @throws SalesmanagoError `SM_ID_MISSING` (unknown) when it is not there or not a list. */
  list(key: string): readonly unknown[] {
    const value = this.body[key];
    return Array.isArray(value) ? value : this.missing(key);
  }

  missing(key: string): never {
    throw this.error('SM_ID_MISSING', `the answer says success, but has no usable "${key}"`);
  }

  error(code: SalesmanagoErrorCode, detail: string): SalesmanagoError {
    return new SalesmanagoError({
      code,
      call: this.call,
      detail,
      status: this.exchange.status,
      answer: this.exchange.keepAnswer ? this.exchange.text : undefined,
    });
  }
}

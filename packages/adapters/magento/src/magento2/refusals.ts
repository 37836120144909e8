import { failedAnswerOf } from '@storewire/adapter-kit';
import { StoreForbidden, StoreRefused, StoreUnauthorized, StoreUnavailable } from '@storewire/core';

/** The body of a refusal; `parameters` are named, or in the order of `%1`, `%2`. */
interface Refusal {
  readonly message?: unknown;
  readonly parameters?: Readonly<Record<string, unknown>> | readonly unknown[] | null;
}

/** What the shop said, with its placeholders filled in; `undefined` where it was no message of Magento. */
export function messageOf(error: unknown): string | undefined {
  const { message, parameters } = refusalOf(error) ?? {};
  if (typeof message !== 'string') return undefined;
  const values = parameters ?? {};
  return message.replace(/%(\w+)/g, (placeholder, name: string) => {
    const value = Array.isArray(values)
      ? values[Number(name) - 1]
      : (values as Readonly<Record<string, unknown>>)[name];
    return value === undefined ? placeholder : String(value);
  });
}

/** The permission of a refusal for lack of one, as the shop spells it. */
export function lackingPermission(error: unknown): string | undefined {
  const { message, parameters } = refusalOf(error) ?? {};
  if (typeof message !== 'string' || !message.includes("isn't authorized to access")) {
    return undefined;
  }
  const values = Object.values(parameters ?? {});
  return values.length > 0 ? values.join(', ') : 'a resource it does not name';
}

/** A call was repeated with its old nonce, after an answer that did not arrive. */
export const isNonceUsed = (error: unknown): boolean => /nonce/i.test(messageOf(error) ?? '');

export const statusOf = (error: unknown): number | undefined => failedAnswerOf(error)?.status;

/** The longest page the shop allows, where that is why it refused. */
export function pageLimitOf(error: unknown): number | undefined {
  const message = statusOf(error) === 400 ? (messageOf(error) ?? '') : '';
  const [, limit] = /page\s?size\D*(\d+)/i.exec(message) ?? [];
  return limit === undefined ? undefined : Number(limit);
}

/** What refused signatures mean for the person who typed the values in. */
const OAUTH_CAUSES: readonly (readonly [pattern: RegExp, cause: string])[] = [
  [
    /signature is invalid/i,
    'the signature does not fit: the consumer secret or the access token secret is wrong, or the shop believes to be at another address (http instead of https behind a proxy, with or without www)',
  ],
  [
    /signature method/i,
    'the shop does not take this signature method: leave the signature method empty from 2.4.4 on, choose HMAC-SHA1 before 2.3',
  ],
  [/timestamp/i, 'the clock of the shop or of the hub is wrong'],
  [/consumer (?:having|key|with)/i, 'the consumer key is unknown to the shop'],
  [/token/i, 'the access token was revoked, or belongs to another integration'],
];

/** The error of a refused call in words for an installer; what is no refusal of a signature stays as it is. */
export function explainedSignature(error: unknown): unknown {
  const isRefused =
    error instanceof StoreUnauthorized ||
    error instanceof StoreForbidden ||
    (error instanceof StoreRefused && statusOf(error) === 400);
  const message = isRefused ? messageOf(error) : undefined;
  if (message === undefined) return error;
  const cause = OAUTH_CAUSES.find(([pattern]) => pattern.test(message))?.[1];
  if (cause === undefined || (error instanceof StoreRefused && !/oauth|signature/i.test(message))) {
    return error;
  }
  return new StoreUnauthorized(`${cause}.`, causeOf(error));
}

/** Whether a call that only adds something may be left out: the shop does not have it, or fails at it. */
export const isOptionalFailure = (error: unknown): boolean =>
  error instanceof StoreForbidden ||
  error instanceof StoreRefused ||
  (error instanceof StoreUnavailable && statusOf(error) === 500);

export const causeOf = (error: unknown): unknown => (error as Error | undefined)?.cause;

const refusalOf = (error: unknown): Refusal | undefined => {
  const body = failedAnswerOf(error)?.json<Refusal>();
  return body !== null && typeof body === 'object' ? body : undefined;
};

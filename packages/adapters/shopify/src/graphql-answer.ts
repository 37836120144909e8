import { shortText } from '@storewire/adapter-kit';
import {
  type HubError,
  StoreForbidden,
  StoreRefused,
  StoreUnauthorized,
  StoreUnavailable,
} from '@storewire/core';
import type { UserError } from './operations/operation.js';

export interface GraphqlError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string; readonly requiredAccess?: string };
}

/** What a call cost, and what the app may still spend in this shop. */
export interface Cost {
  readonly requestedQueryCost?: number;
  readonly actualQueryCost?: number | null;
  readonly throttleStatus?: {
    readonly maximumAvailable: number;
    readonly currentlyAvailable: number;
    /** Points per second. */
    readonly restoreRate: number;
  };
}

/** Shopify's answer to a GraphQL call; HTTP 200 also when the call failed. */
export interface GraphqlAnswer<Data> {
  readonly data?: Data | null;
  /** A text where the answer comes from the layer before GraphQL. */
  readonly errors?: readonly GraphqlError[] | string;
  readonly extensions?: { readonly cost?: Cost };
}

export const isThrottled = (answer: GraphqlAnswer<unknown>): boolean =>
  errorsOf(answer).some((error) => error.extensions?.code === 'THROTTLED');

const errorsOf = ({ errors }: GraphqlAnswer<unknown>): readonly GraphqlError[] =>
  typeof errors === 'string' ? [{ message: errors }] : (errors ?? []);

/**
 * How long to leave the shop alone so that a call as expensive as this one fits into the bucket again; nothing where
 * it fits now. The bucket's size and speed come from the answer: they differ by plan.
 */
export function waitForPointsMs(answer: GraphqlAnswer<unknown>): number | undefined {
  const { requestedQueryCost = 0, throttleStatus } = answer.extensions?.cost ?? {};
  if (!throttleStatus || !(throttleStatus.restoreRate > 0)) {
    return isThrottled(answer) ? 1_000 : undefined;
  }
  const missing = requestedQueryCost - throttleStatus.currentlyAvailable;
  if (missing <= 0) return isThrottled(answer) ? 500 : undefined;
  return Math.ceil((missing / throttleStatus.restoreRate) * 1_000);
}

const ACCESS_SCOPE = /\b(?:read|write|unauthenticated)_[a-z_]+/g;

/** What top-level errors mean; partial data beside them is not used. Throttling is not among them. */
export function failureOf(answer: GraphqlAnswer<unknown>): HubError | undefined {
  const errors = errorsOf(answer);
  const first = errors[0];
  if (!first) return undefined;
  const denied = errors.filter((error) => error.extensions?.code === 'ACCESS_DENIED');
  if (denied.length > 0) return new StoreForbidden(missingScopes(denied));
  const detail = shortText(first.message);
  switch (first.extensions?.code) {
    case 'INTERNAL_SERVER_ERROR':
    case 'TIMEOUT':
      return new StoreUnavailable(detail);
    case 'SHOP_INACTIVE':
      return new StoreUnauthorized(detail);
    default:
      return new StoreRefused([first.extensions?.code, detail].filter(Boolean).join(': '));
  }
}

/** The scopes Shopify names, else the fields it refused. */
function missingScopes(denied: readonly GraphqlError[]): string[] {
  const named = denied.flatMap((error) => [
    ...(error.extensions?.requiredAccess ?? error.message).matchAll(ACCESS_SCOPE),
  ]);
  if (named.length > 0) return [...new Set(named.map(([scope]) => scope))];
  return [...new Set(denied.map((error) => `access to ${error.path?.join('.') ?? 'a field'}`))];
}

/** @throws StoreRefused with what a mutation did not accept. */
export function refuseUserErrors(what: string, errors: readonly UserError[]): void {
  if (errors.length > 0) throw new StoreRefused(`${what}: ${userErrorText(errors)}`);
}

export const userErrorText = (errors: readonly UserError[]): string =>
  errors
    .map(({ field, message, code }) =>
      [field?.length ? `${field.join('.')}:` : '', shortText(message), code ? `(${code})` : '']
        .filter(Boolean)
        .join(' '),
    )
    .join('; ');

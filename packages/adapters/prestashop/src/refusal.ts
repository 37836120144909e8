import { failedAnswerOf } from '@storewire/adapter-kit';
import { StoreForbidden, StoreRefused, StoreUnauthorized, StoreUnavailable } from '@storewire/core';
import { errorCodesOf } from './documents.js';
import { OtherShopAddress, PhpErrorsInAnswer, WebserviceOff } from './setup.error.js';

/** What was being asked, to say which permission it needs. */
export interface Asked {
  readonly method: string;
  readonly resource: string;
  readonly baseUrl: string;
  readonly shopId: string | undefined;
}

const KEY_UNKNOWN = 20;
const KEY_WITHOUT_PERMISSIONS = 21;
const WEBSERVICE_OFF = 22;
export const METHOD_UNKNOWN = 23;
export const METHOD_NOT_ALLOWED = 25;
const RESOURCE_NOT_ALLOWED = 26;
const OTHER_SHOPS_KEY = 132;

/** Errors of the call itself, which PHP 8 turns into a 500 by adding its own warnings behind them. */
const OF_THE_CALL = new Set([
  ...[27, 28, 32, 33, 34, 35, 36, 37, 38, 39, 41, 46],
  ...[84, 85, 86, 89, 90, 91, 92, 93, 127, 131, 140, 141],
]);
const isPhpError = (code: number): boolean => code >= 2 && code <= 15;

/** The codes of the answer behind a failed call; PrestaShop's texts may be translated, so only codes count. */
export const codesBehind = (error: unknown): number[] => {
  const answer = failedAnswerOf(error)?.answer();
  return answer ? errorCodesOf(answer.text) : [];
};

/** The status of the answer behind a failed call. */
export const statusBehind = (error: unknown): number | undefined => failedAnswerOf(error)?.status;

/**
 * A failed call as what has to be done about it. A 401 may be the key or a permission, a 500 may be a wrong parameter:
 * the first code decides and not the status.
 */
export function explained(error: unknown, asked: Asked): unknown {
  const codes = codesBehind(error);
  const [first] = codes;
  const cause = error instanceof Error ? error.cause : undefined;
  if (error instanceof StoreUnauthorized) {
    return first === RESOURCE_NOT_ALLOWED
      ? new StoreForbidden([permissionOf(asked)], cause)
      : new StoreUnauthorized(keyProblem(codes), cause);
  }
  if (first === WEBSERVICE_OFF) return new WebserviceOff(cause);
  if (first === METHOD_NOT_ALLOWED) return new StoreForbidden([permissionOf(asked)], cause);
  if (first === OTHER_SHOPS_KEY) {
    return new StoreForbidden([`shop ${asked.shopId ?? 'of the address'}`], cause);
  }
  const target = redirectTarget(error);
  if (target) return new OtherShopAddress(asked.baseUrl, target, error);
  if (error instanceof StoreUnavailable && first !== undefined) {
    const called = codes.filter((code) => OF_THE_CALL.has(code));
    // Broken XML is told after the warnings it caused, everything else before them.
    if (called.length) {
      return new StoreRefused(
        `${asked.method} ${asked.resource} (code ${called.join(', ')})`,
        cause,
      );
    }
    if (codes.every(isPhpError)) return new PhpErrorsInAnswer([...new Set(codes)], cause);
  }
  return error;
}

/** `customers PUT`, as the table of permissions in the back office has it. */
export const permissionOf = ({ resource, method }: Pick<Asked, 'resource' | 'method'>): string =>
  `${resource} ${method}`;

function keyProblem(codes: readonly number[]): string {
  if (codes.includes(KEY_UNKNOWN)) return 'the webservice key is unknown or not active.';
  if (codes.includes(KEY_WITHOUT_PERMISSIONS)) return 'the webservice key has no permissions.';
  if (codes.length > 0) return `the webservice key is not accepted (code ${codes.join(', ')}).`;
  return (
    'no webservice key arrived, neither as user name nor as ws_key; the web server or a firewall removes it. ' +
    'On Apache add "CGIPassAuth On", or switch on the CGI mode in Advanced Parameters > Webservice.'
  );
}

/** Where a redirect went; the client refuses to follow one to another host. */
function redirectTarget(error: unknown): string | undefined {
  if (!(error instanceof StoreRefused) || error.cause !== undefined) return undefined;
  return /redirects \(status \d+\) to (\S+)/.exec(error.message)?.[1];
}

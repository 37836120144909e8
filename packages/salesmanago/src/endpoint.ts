import { SalesmanagoError } from './salesmanago.error.js';

/** Used where an account names no host of its own. The hosts are being renamed, so this is a default only. */
export const DEFAULT_V3_ENDPOINT = 'https://api.salesmanago.com';

/** Where the vendor's own plugins log in when nothing else is entered. */
export const DEFAULT_LOGIN_ENDPOINT = 'https://app2.salesmanago.pl';

/**
 * Makes an origin of what people paste: `app2.salesmanago.com`, `https://app2.salesmanago.com/api/`, an address
 * from the browser. The path is dropped and https is assumed; plain http stays only where it is written out, and
 * whether that is allowed is for the caller to decide.
 *
 * @throws SalesmanagoError `SM_CREDENTIALS_INVALID` (unauthorized) when no host can be read from it.
 */
export function normaliseEndpoint(input: string, setting = 'endpoint'): string {
  const text = input.trim().replace(/^\/+/, '');
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  const isHttp = url?.protocol === 'https:' || url?.protocol === 'http:';
  // A user name in front of the host is how a look-alike address is built (`https://app2.salesmanago.com@evil.example`).
  if (!url || !isHttp || !url.hostname || url.username || url.password || /\s/.test(text)) {
    throw new SalesmanagoError({
      code: 'SM_CREDENTIALS_INVALID',
      call: 'endpoint',
      detail: `the setting "${setting}" is not the address of a server`,
      field: setting,
    });
  }
  return url.origin;
}

/** An account host returned by a login: never weaker than the connection that brought it. */
export function endpointFromLogin(returned: string, loginEndpoint: string): string {
  const origin = normaliseEndpoint(returned);
  const mayBePlain = loginEndpoint.startsWith('http://');
  return mayBePlain ? origin : origin.replace(/^http:\/\//, 'https://');
}

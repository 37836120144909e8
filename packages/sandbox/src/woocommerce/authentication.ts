import { Oauth1, oauthParameters } from './oauth1.js';
import type { KeyPermission, StoreSettings, WooApiKey } from './options.js';
import type { Query } from './query.js';
import { RestError } from './rest.error.js';

export interface CallToAuthenticate {
  method: string;
  /** The shop's own address with the path. */
  url: string;
  rawQuery: string;
  query: Query;
  authorization: string | undefined;
  /** Whether WordPress takes the call for https. */
  isSecure: boolean;
  /** Keys are only looked at when the path has `wp-json/wc/`; not with `?rest_route=`. */
  hasRestPath: boolean;
  now: number;
}

/** The consumer keys of the store, and the ways to show one. */
export class Authentication {
  #keys: WooApiKey[];
  readonly #oauth = new Oauth1();

  constructor(settings: StoreSettings) {
    this.#keys = [
      {
        key: settings.consumerKey,
        secret: settings.consumerSecret,
        permissions: 'read_write',
      },
      ...settings.keys,
    ];
  }

  /** Deletes a key, as the merchant can at any time. */
  revoke(key: string): void {
    this.#keys = this.#keys.filter((known) => known.key !== key);
  }

  add(key: WooApiKey): void {
    this.#keys.push(key);
  }

  /**
   * What the caller may do, undefined for a stranger. An unknown key is a stranger; a known key with
   * a wrong secret or a bad signature is refused here.
   *
   * @throws RestError 401 `woocommerce_rest_authentication_error`
   */
  authenticate(call: CallToAuthenticate): KeyPermission | undefined {
    if (!call.hasRestPath) return undefined;
    const shown = call.isSecure ? shownKey(call) : undefined;
    const known = shown && this.#keys.find(({ key }) => key === shown.key);
    if (known !== undefined) {
      if (known.secret !== shown?.secret) throw refused('Consumer secret is invalid.');
      return allowed(known, call.method);
    }
    const oauthCall = {
      ...call,
      header: call.authorization?.startsWith('OAuth ') ? call.authorization : undefined,
    };
    const parameters = oauthParameters(oauthCall);
    if (parameters === undefined) return undefined;
    const secretOf = (name: string) => this.#keys.find(({ key }) => key === name)?.secret;
    const problem = this.#oauth.problem(oauthCall, parameters, secretOf);
    if (problem !== undefined) throw refused(problem);
    const key = parameters.get('oauth_consumer_key');
    const signer = this.#keys.find((known) => known.key === key);
    return signer && allowed(signer, call.method);
  }
}

/** The query string counts before the header, as in WooCommerce. */
function shownKey(call: CallToAuthenticate): { key: string; secret: string } | undefined {
  const key = call.query.get('consumer_key');
  const secret = call.query.get('consumer_secret');
  if (typeof key === 'string' && key && typeof secret === 'string' && secret) {
    return { key, secret };
  }
  const basic = /^Basic\s+(.+)$/i.exec(call.authorization ?? '')?.[1];
  if (basic === undefined) return undefined;
  const text = Buffer.from(basic, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { key: text.slice(0, colon), secret: text.slice(colon + 1) };
}

function allowed(key: WooApiKey, method: string): KeyPermission {
  const isRead = method === 'GET' || method === 'HEAD';
  if (isRead && key.permissions === 'write') {
    throw refused('The API key provided does not have read permissions.');
  }
  if (!isRead && key.permissions === 'read') {
    throw refused('The API key provided does not have write permissions.');
  }
  return key.permissions;
}

function refused(message: string): RestError {
  return new RestError(401, 'woocommerce_rest_authentication_error', message);
}

import type { Credentials, V2Credential } from './credentials.js';
import { DEFAULT_LOGIN_ENDPOINT, endpointFromLogin, normaliseEndpoint } from './endpoint.js';
import { LoginError, type LoginRefusal } from './login.error.js';
import type { Answer } from './outcome/answer.js';
import { asCount } from './outcome/json.js';
import { readV2 } from './outcome/v2.outcome.js';
import { SalesmanagoError } from './salesmanago.error.js';
import { Transport, type TransportOptions } from './transport.js';
import { Account, LOGIN_TOKEN_LIFE_MS } from './v2/account.js';
import { V2Calls } from './v2/v2-calls.js';
import { type ApiKeyExpiry, ApiKeys } from './v3/api-keys.js';
import { V3Calls } from './v3/v3-calls.js';

export interface LoginRequest {
  email: string;
  /** Used for the calls of this login and kept nowhere. */
  password: string;
  /** The vendor's default host when absent or blank. */
  endpoint?: string | undefined;
  /** Also asks for an API v3 key. */
  v3Key?:
    | {
        /** Shown in SALESmanago's list of keys. */
        keyName: string;
        expiry?: ApiKeyExpiry | undefined;
        webhookUrl?: string | undefined;
        v3Endpoint?: string | undefined;
      }
    | undefined;
}

export interface LoginResult {
  /** Endpoint as an origin, and a signed pair: a login never yields the API secret. */
  credentials: Credentials & { credential: Extract<V2Credential, { kind: 'pair' }> };
  /** E-mails of the users who can own contacts; never empty. */
  owners: readonly string[];
  /** Application number for the monitoring code; leave it out of the page where it is unknown. */
  smapp: number | undefined;
  /** For links that sign in to SALESmanago; a secret. */
  token: string;
  tokenExpiresAtMs: number;
  /** Why no v3 key came, when one was asked for. The login itself is good. */
  v3Error?: SalesmanagoError;
}

/**
 * Logs in with e-mail and password: token, signature for a key of ours, users, and a v3 key if asked.
 *
 * @throws LoginError with a text for the form: wrong data, not supported (two-factor), wrong endpoint, inactive
 * account, or not available at the moment. SalesmanagoError `SM_CREDENTIALS_INVALID` for an unreadable endpoint.
 */
export async function login(
  request: LoginRequest,
  options: TransportOptions = {},
): Promise<LoginResult> {
  const transport = new Transport(options);
  try {
    return await logIn(request, transport);
  } finally {
    await transport.close();
  }
}

/** What lets a caller in until the signature is made. */
export interface Grant {
  token: string;
  tokenExpiresAtMs: number;
  /** An origin. */
  endpoint: string;
  smapp: number | undefined;
}

/** The whole login, over a transport of the caller's. @throws LoginError, as `login`. */
export async function logIn(request: LoginRequest, transport: Transport): Promise<LoginResult> {
  const entered = normaliseEndpoint(request.endpoint?.trim() || DEFAULT_LOGIN_ENDPOINT);
  const granted = await post(transport, entered, 'authorization/token', {
    username: request.email,
    password: request.password,
  });
  return integrate(readGrant(granted, entered, transport.now()), request, transport);
}

/** @param origin of the call, which stays where the answer names none. @throws LoginError without a token. */
export const readGrant = (answer: Answer, origin: string, nowMs: number): Grant => ({
  token: requireId(answer, 'token'),
  tokenExpiresAtMs: nowMs + LOGIN_TOKEN_LIFE_MS,
  endpoint: endpointFromLogin(answer.text('endpoint') ?? origin, origin),
  smapp: asCount(answer.body.smapp),
});

/** The steps after the token: signature, users, and a v3 key if asked. @throws LoginError */
export async function integrate(
  { endpoint, ...grant }: Grant,
  request: LoginRequest,
  transport: Transport,
): Promise<LoginResult> {
  const { token } = grant;
  const apiKey = transport.randomKey();
  const integrated = await post(transport, endpoint, 'account/integration', { token, apiKey });
  const credentials: LoginResult['credentials'] = {
    endpoint,
    clientId: requireId(integrated, 'shortId'),
    owner: request.email,
    credential: { kind: 'pair', apiKey, sha: requireId(integrated, 'sha1') },
  };

  const owners = await readOwners(transport, credentials);
  credentials.owner = chooseOwner(request.email, owners);
  const result: LoginResult = { credentials, owners, ...grant };
  return request.v3Key ? addV3Key(result, request, request.v3Key, transport) : result;
}

async function addV3Key(
  result: LoginResult,
  request: LoginRequest,
  { v3Endpoint, ...key }: NonNullable<LoginRequest['v3Key']>,
  transport: Transport,
): Promise<LoginResult> {
  try {
    const keys = new ApiKeys(new V3Calls(transport, { v3Endpoint }));
    const { apiKey } = await keys.create({
      ...key,
      email: request.email,
      password: request.password,
      endpoint: new URL(result.credentials.endpoint).host,
    });
    return { ...result, credentials: { ...result.credentials, v3Endpoint, v3ApiKey: apiKey } };
  } catch (error) {
    // Contacts and events work without it, and it can be entered by hand later.
    if (!(error instanceof SalesmanagoError)) throw error;
    return { ...result, credentials: { ...result.credentials, v3Endpoint }, v3Error: error };
  }
}

async function post(
  transport: Transport,
  origin: string,
  call: string,
  body: object,
): Promise<Answer> {
  try {
    const exchange = await transport.exchange({
      call,
      httpMethod: 'POST',
      origin,
      path: `/api/${call}`,
      headers: {},
      body,
      keepAnswer: false,
    });
    return readV2(call, exchange, transport.now());
  } catch (error) {
    throw error instanceof SalesmanagoError ? explain(error) : error;
  }
}

async function readOwners(transport: Transport, credentials: Credentials): Promise<string[]> {
  try {
    return await new Account(new V2Calls(transport, credentials)).owners();
  } catch (error) {
    if (!(error instanceof SalesmanagoError)) throw error;
    // The token was just accepted, so the data is right; this list is refused where the account is not active.
    const isRefused = error.outcome === 'refused' || error.outcome === 'unauthorized';
    throw isRefused ? refuse('inactiveAccount', error) : explain(error);
  }
}

function requireId(answer: Answer, key: string): string {
  try {
    return answer.id(key);
  } catch (error) {
    throw error instanceof SalesmanagoError ? refuse('unsupported', error) : error;
  }
}

function chooseOwner(email: string, owners: readonly string[]): string {
  const own = owners.find((owner) => owner.toLowerCase() === email.trim().toLowerCase());
  return own ?? owners[0] ?? email;
}

/** How a refusal of a login with a second factor is worded is not published; these words give it away. */
const SECOND_FACTOR =
  /\b2fa\b|\bmfa\b|\botp\b|(two|multi|second)[\s-]?(factor|step)|one[\s-]?time|verification code|authenticator/i;

function explain(error: SalesmanagoError): LoginError {
  if (SECOND_FACTOR.test(error.reason ?? '')) return refuse('unsupported', error);
  switch (error.code) {
    case 'SM_ACCOUNT_INACTIVE':
      return refuse('inactiveAccount', error);
    case 'SM_UNAUTHORIZED':
    case 'SM_OWNER_INVALID':
      return refuse('wrongData', error);
    case 'SM_FORBIDDEN':
    case 'SM_REFUSED':
    case 'SM_ID_MISSING':
      return refuse('unsupported', error);
    case 'SM_NO_CONNECTION':
    case 'SM_TLS_FAILED':
    case 'SM_MOVED':
    case 'SM_HTTP_REFUSED':
    case 'SM_NOT_JSON':
    case 'SM_UNEXPECTED_ANSWER':
      return refuse('wrongEndpoint', error);
    default:
      return refuse('unavailable', error);
  }
}

const TEXTS: Record<LoginRefusal, string> = {
  wrongData: 'the e-mail or the password is wrong',
  unsupported: 'this account cannot be used with a password login',
  wrongEndpoint: 'there is no SALESmanago at this endpoint',
  inactiveAccount: 'the account is not active',
  unavailable: 'SALESmanago does not answer properly at the moment',
};

function refuse(refusal: LoginRefusal, cause: SalesmanagoError): LoginError {
  return new LoginError(refusal, { call: cause.call, detail: TEXTS[refusal] }, cause);
}

import { integrate, type LoginRequest, type LoginResult, logIn, readGrant } from './login.js';
import type { Answer } from './outcome/answer.js';
import { RegistrationError, type RegistrationRefusal } from './registration.error.js';
import type { ConsentDetail } from './request/contact.request.js';
import { SalesmanagoError } from './salesmanago.error.js';
import { Transport, type TransportOptions } from './transport.js';
import { V2Calls } from './v2/v2-calls.js';

/** The SALESmanago account of a partner, which may make others. */
export interface PartnerCredentials {
  /** Host where accounts are made. */
  endpoint: string;
  clientId: string;
  apiSecret: string;
  /** E-mail of a user of the partner's account. */
  owner: string;
}

export interface RegistrationRequest extends Omit<LoginRequest, 'endpoint'> {
  /** Of the person or the company; told to the vendor. */
  name: string;
  phone: string;
  /** Two letters or BCP 47; sent as two upper-case letters. */
  language: string;
  /** Told to the vendor; the names must exist in the vendor's account. */
  consents: readonly ConsentDetail[];
}

export interface RegistrationResult extends LoginResult {
  /** Why name, phone and consents did not reach the vendor. The account is good. */
  contactError?: SalesmanagoError;
}

/** What the vendor's old plugins ordered for a new account; the text is JSON inside the JSON body. */
const ITEMS = JSON.stringify([
  { name: 'EMAIL_MARKETING', contactLimit: 1000 },
  { name: 'LIVE_CHAT' },
  { name: 'WEB_PUSH' },
  { name: 'CF_P_LP' },
]);

/**
 * Makes a SALESmanago account and lets the caller into it, as a login does. A call of the vendor's old plugins, of
 * whose answer only the token is relied on: where it does not lead into the account, the same e-mail and password log in.
 * A lost answer is cleared up in the same way, for a second account with one e-mail is refused.
 *
 * @throws RegistrationError with a text for the form. SalesmanagoError `SM_CREDENTIALS_INVALID` for an unreadable endpoint.
 */
export async function register(
  request: RegistrationRequest,
  partner: PartnerCredentials,
  options: TransportOptions = {},
): Promise<RegistrationResult> {
  const transport = new Transport(options);
  try {
    return await perform(request, partner, transport);
  } finally {
    await transport.close();
  }
}

async function perform(
  request: RegistrationRequest,
  partner: PartnerCredentials,
  transport: Transport,
): Promise<RegistrationResult> {
  const calls = new V2Calls(transport, {
    ...partner,
    credential: { kind: 'secret', apiSecret: partner.apiSecret },
  });
  const loginRequest = { ...request, endpoint: calls.origin };
  let result: LoginResult;
  try {
    const answer = await order(calls, request);
    result = await enter(answer, loginRequest, calls.origin, transport);
  } catch (error) {
    if (!(error instanceof SalesmanagoError) || error instanceof RegistrationError) throw error;
    if (error.outcome !== 'unknown') throw new RegistrationError(refusalOf(error), error);
    result = await logInOr(() => new RegistrationError('unknown', error), loginRequest, transport);
  }
  return introduce(result, request, transport);
}

/** Two upper-case letters, as the vendor's plugins send a language. */
const languageOf = (language: string): string => language.slice(0, 2).toUpperCase();

const order = (
  calls: V2Calls,
  { email, password, language }: RegistrationRequest,
): Promise<Answer> =>
  calls.post(
    'account/registerAppstore',
    { email, password, lang: languageOf(language), items: ITEMS },
    { keepAnswer: false },
  );

/** The account is there; with the token of the answer, else with the password. */
async function enter(
  answer: Answer,
  request: LoginRequest,
  origin: string,
  transport: Transport,
): Promise<LoginResult> {
  try {
    return await integrate(readGrant(answer, origin, transport.now()), request, transport);
  } catch (error) {
    if (!(error instanceof SalesmanagoError)) throw error;
    return logInOr((cause) => new RegistrationError('notEntered', cause), request, transport);
  }
}

async function logInOr(
  explain: (cause: SalesmanagoError) => RegistrationError,
  request: LoginRequest,
  transport: Transport,
): Promise<LoginResult> {
  try {
    return await logIn(request, transport);
  } catch (error) {
    throw error instanceof SalesmanagoError ? explain(error) : error;
  }
}

/** Tells the vendor whose account it is. */
async function introduce(
  result: LoginResult,
  { name, phone, consents }: RegistrationRequest,
  transport: Transport,
): Promise<RegistrationResult> {
  try {
    const calls = new V2Calls(transport, result.credentials);
    const answer = await calls.post('contact/upsertVendorToSupport', {
      name,
      phone,
      consentDetails: consents,
    });
    answer.id('contactId');
    return result;
  } catch (error) {
    if (!(error instanceof SalesmanagoError)) throw error;
    return { ...result, contactError: error };
  }
}

const PASSWORD = /password|has[łl]o/i;

/** Texts about a password are not published, so the word gives them away. */
function refusalOf(error: SalesmanagoError): RegistrationRefusal {
  switch (error.code) {
    case 'SM_UNAUTHORIZED':
    case 'SM_ACCOUNT_INACTIVE':
    case 'SM_OWNER_INVALID':
      return 'partnerRefused';
    case 'SM_REFUSED': {
      const said = error.reason ?? '';
      if (/already registered/i.test(said)) return 'exists';
      if (PASSWORD.test(said)) return 'weakPassword';
      return error.problems.length > 0 ? 'wrongData' : 'notOffered';
    }
    case 'SM_FORBIDDEN':
    case 'SM_HTTP_REFUSED':
    case 'SM_MOVED':
    case 'SM_TLS_FAILED':
      return 'notOffered';
    default:
      return 'unavailable';
  }
}

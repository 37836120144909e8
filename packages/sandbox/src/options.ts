import type { DEFAULT_LIMITS } from './limits.js';

/** Sizes the sandbox enforces; every one can be changed, see `DEFAULT_LIMITS`. */
export type Limits = { -readonly [K in keyof typeof DEFAULT_LIMITS]: number } & {
  /** What happens to a text that is too long: refuse the record (default) or cut it and accept. */
  overLimit: 'reject' | 'trim';
};

export const V3_KEY_EXPIRIES = {
  SEVEN_DAYS: 7,
  ONE_MONTH: 30,
  THREE_MONTHS: 90,
  ONE_YEAR: 365,
  NEVER: Number.POSITIVE_INFINITY,
} as const;

export type V3KeyExpiry = keyof typeof V3_KEY_EXPIRIES;

export interface V3KeyOptions {
  key: string;
  name?: string;
  /** Counted from the start of the sandbox; default `NEVER`. */
  expiry?: V3KeyExpiry;
  /** Where asynchronous problems of calls made with this key are posted. */
  webhookUrl?: string;
}

export interface EmailOptions {
  id: string;
  name: string;
  subject: string;
  type: 'STANDARD' | 'SUBSCRIPTION_CONFIRMATION';
  /** Epoch milliseconds; default: the start of the sandbox. */
  modifiedOn?: number;
  senderAccountId?: string;
}

export interface CallbackOptions {
  /** Templates with `$email$` and `sha1($email$SECRET)`. */
  optIn?: string;
  optOut?: string;
  /** Replaces the word `SECRET` inside `sha1(...)`. */
  secret?: string;
  /** Percent-encode the address in the URL; default true. */
  encodeEmail?: boolean;
  /** Whether a status changed by an API call is called back, too; default false. */
  onApiChange?: boolean;
  /** Give up on the answer after this time; default 10,000 ms. */
  timeoutMs?: number;
}

export interface AccountOptions {
  clientId: string;
  apiSecret: string;
  /** E-mails of the users; the first is the default owner. */
  owners: string[];
  login?: { email: string; password: string };
  /** Password login is refused, as for users with two-factor authentication. */
  twoFactor?: boolean;
  /** A blocked account refuses every signed call with `Not authenticated`. */
  active?: boolean;
  /** A partner's account, which may make others. */
  partner?: boolean;
  /** Application number of the tracking code, answered at login. */
  smapp?: number;
  /** Host answered at login; default: the sandbox's own address. */
  endpoint?: string;
  callbackUrls?: CallbackOptions;
  v3Keys?: V3KeyOptions[];
  /** Names of consents that exist in the account. */
  consents?: string[];
  loyaltyPrograms?: string[];
  /** Paid modules: `EMAIL_MARKETING`, `LIVE_CHAT`, `WEB_PUSH`, `CF_P_LP`. */
  modules?: string[];
  consentForms?: { id: number; name: string }[];
  emails?: EmailOptions[];
  /** Id of the e-mail that asks for confirmation when a call names none. */
  confirmationEmailId?: string | null;
  maxCatalogs?: number;
  maxCollections?: number;
}

export interface SandboxOptions {
  /** Default: one account, `DEFAULT_ACCOUNT`. */
  accounts?: AccountOptions[];
  /** Names of consents that people give the vendor; default `Terms` and `Marketing`. */
  vendorConsents?: string[];
  /** Clock in epoch milliseconds; default `Date.now`. */
  now?: () => number;
  /** Random number in [0, 1) for faults with a probability; default `Math.random`. */
  random?: () => number;
  limits?: Partial<Limits>;
  /**
   * Refuses also what the real service is known to tolerate or what is only suspicious: a call without `requestTime`,
   * a confirmation e-mail the account does not have, an event dated before the year 2000.
   */
  strict?: boolean;
  /** v3 sees a contact this long after it was created; default 0. */
  contactVisibleAfterMs?: number;
  /** `contact/batchupsertv2` and exports are done after this time; default 0. */
  jobDurationMs?: number;
  /** False keeps no request log, whatever `requestLogSize` says. */
  logRequests?: boolean;
  /** Requests kept for inspection; default 1,000, 0 keeps none. */
  requestLogSize?: number;
  /** Longest body and answer kept in the log, in bytes; default 32,768. */
  maxLoggedBodyBytes?: number;
  /** Operations remembered per contact; default 50, 0 keeps none. */
  operationsPerContact?: number;
}

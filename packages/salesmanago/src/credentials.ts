/** Signs every call anew with the API secret, or reuses the pair that a login gave (which holds no secret key). */
export type V2Credential =
  | { kind: 'secret'; apiSecret: string }
  | { kind: 'pair'; apiKey: string; sha: string };

/** What names one SALESmanago account and lets us in. */
export interface Credentials {
  /** Account host, with or without scheme and `/api`, such as `app2.salesmanago.com`. */
  endpoint: string;
  /** Also called short id. */
  clientId: string;
  /** E-mail of the user who owns contacts; requests may name another. */
  owner: string;
  credential: V2Credential;
  /** Host of API v3; `https://api.salesmanago.com` when absent. */
  v3Endpoint?: string | undefined;
  v3ApiKey?: string | undefined;
}

import { createHash, randomBytes } from 'node:crypto';
import type { Credentials } from './credentials.js';

/** The four fields that every v2 body carries. */
export interface AuthFields {
  clientId: string;
  apiKey: string;
  /** Milliseconds since 1970. It is not part of `sha`. */
  requestTime: number;
  sha: string;
}

/** Lower-case hex SHA-1 of `apiKey + clientId + apiSecret`, in UTF-8. */
export function sign(apiKey: string, clientId: string, apiSecret: string): string {
  return createHash('sha1').update(`${apiKey}${clientId}${apiSecret}`, 'utf8').digest('hex');
}

/** 32 hex digits; any random text will do as `apiKey`. */
export function randomApiKey(): string {
  return randomBytes(16).toString('hex');
}

export function authFields(
  { clientId, credential }: Pick<Credentials, 'clientId' | 'credential'>,
  nowMs: number,
  randomKey: () => string,
): AuthFields {
  if (credential.kind === 'pair') {
    return { clientId, apiKey: credential.apiKey, requestTime: nowMs, sha: credential.sha };
  }
  const apiKey = randomKey();
  return {
    clientId,
    apiKey,
    requestTime: nowMs,
    sha: sign(apiKey, clientId, credential.apiSecret),
  };
}

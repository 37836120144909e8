import { compact } from '../request/record-notes.js';
import { SalesmanagoError } from '../salesmanago.error.js';
import type { V3Calls } from './v3-calls.js';

export type ApiKeyExpiry = 'SEVEN_DAYS' | 'ONE_MONTH' | 'THREE_MONTHS' | 'ONE_YEAR' | 'NEVER';

export interface ApiKeyRequest {
  email: string;
  password: string;
  keyName: string;
  /** `NEVER` when absent. */
  expiry?: ApiKeyExpiry | undefined;
  /** Account host without scheme; tells accounts with the same e-mail on several servers apart. */
  endpoint?: string | undefined;
  /** Where SALESmanago posts problems that show up later; https. */
  webhookUrl?: string | undefined;
}

/** Keys of API v3. Throws SalesmanagoError only; answers with keys are never kept. */
export class ApiKeys {
  constructor(private readonly calls: V3Calls) {}

  async create(request: ApiKeyRequest): Promise<{ apiKey: string }> {
    const body = compact({ ...request, expiry: request.expiry ?? 'NEVER' });
    const options = { withKey: false, keepAnswer: false };
    const answer = await this.calls.post('auth/create', body, options);
    return { apiKey: answer.id('apiKey') };
  }

  /** Revokes a key. One that is not valid any more is gone, too: no error. */
  async revoke(apiKey: string): Promise<{ isRevoked: boolean; apiKeyName?: string }> {
    try {
      const options = { withKey: false, keepAnswer: false };
      const answer = await this.calls.post('auth/revoke', { apiKey }, options);
      const apiKeyName = answer.text('apiKeyName');
      return apiKeyName === undefined ? { isRevoked: true } : { isRevoked: true, apiKeyName };
    } catch (error) {
      const isGone =
        error instanceof SalesmanagoError &&
        error.problems.some(({ reasonCode }) => reasonCode === 10 || reasonCode === 400);
      if (isGone) return { isRevoked: false };
      throw error;
    }
  }
}

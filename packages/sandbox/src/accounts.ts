import { randomBytes, randomUUID } from 'node:crypto';
import { ContactStore } from './contacts/contact-store.js';
import { EventStore } from './events/event-store.js';
import type { AccountOptions, EmailOptions } from './options.js';
import { V3_KEY_EXPIRIES } from './options.js';
import { signCall } from './signature.js';
import type { Catalog, Collection } from './v3/catalog.js';

/** Used when no account is given; invented, for local use only. */
export const DEFAULT_ACCOUNT: AccountOptions = {
  clientId: 'sandbox0storewir',
  apiSecret: '5a4db0c50000000000000000storewire',
  owners: ['owner@shop.example', 'sales@shop.example'],
  login: { email: 'owner@shop.example', password: 'sandbox-password' },
  smapp: 3,
  v3Keys: [{ key: 'SANDBOXV3KEY0000000000000000', name: 'sandbox_default' }],
  consents: ['Newsletter', 'Marketing', 'Terms'],
  loyaltyPrograms: ['Sandbox club'],
  modules: ['EMAIL_MARKETING', 'WEB_PUSH'],
  consentForms: [{ id: 1, name: 'Sandbox web push form' }],
  emails: [
    {
      id: '5b0d0e1e-0000-4000-8000-000000000001',
      name: 'Confirmation',
      subject: 'Please confirm your subscription',
      type: 'SUBSCRIPTION_CONFIRMATION',
      senderAccountId: '5b0d0e1e-0000-4000-8000-0000000000a1',
    },
    {
      id: '5b0d0e1e-0000-4000-8000-000000000002',
      name: 'Welcome',
      subject: 'Welcome to the shop',
      type: 'STANDARD',
      senderAccountId: '5b0d0e1e-0000-4000-8000-0000000000a1',
    },
  ],
  confirmationEmailId: '5b0d0e1e-0000-4000-8000-000000000001',
  maxCatalogs: 10,
  maxCollections: 3,
};

/** A partner's account, for making others; invented, for local use only. */
export const DEFAULT_PARTNER: AccountOptions = {
  clientId: 'sandbox0partner0',
  apiSecret: '5a4db0c50000000000000000partner0',
  owners: ['partner@agency.example'],
  partner: true,
};

/** The plugin treats a login token as valid for about this long. */
const LOGIN_TOKEN_LIFE_MS = 30 * 86_400_000;
const DAY_MS = 86_400_000;

export interface V3Key {
  key: string;
  name: string;
  expiresAt: number;
  webhookUrl: string | undefined;
  revoked: boolean;
}

/** An asynchronous task; `run` does its work when it falls due and gives the content of the result file. */
export interface Job {
  id: number;
  dueAt: number;
  run: () => unknown;
  fileId?: string;
}

/** One account with everything stored in it. */
export class Account {
  readonly contacts: ContactStore;
  readonly events = new EventStore();
  readonly catalogs = new Map<string, Catalog>();
  readonly collections = new Map<string, Collection>();
  readonly v3Keys = new Map<string, V3Key>();
  /** Login tokens with their end; each can also stand in for the secret of a signature. */
  readonly tokens = new Map<string, number>();
  readonly jobs = new Map<number, Job>();
  /** Result files of jobs and uploaded images. */
  readonly files = new Map<string, { contentType: string; content: string | Buffer }>();
  readonly pluginProperties = new Map<string, string>();
  readonly modules: Set<string>;
  upserts = 0;
  confirmationsSent = 0;
  private nextJobId = 52_133;

  constructor(
    readonly options: AccountOptions,
    operationsPerContact: number,
    readonly startedAt: number,
  ) {
    this.contacts = new ContactStore(operationsPerContact);
    this.modules = new Set(options.modules ?? ['EMAIL_MARKETING']);
    for (const { key, name = 'configured', expiry = 'NEVER', webhookUrl } of options.v3Keys ?? []) {
      const expiresAt = startedAt + V3_KEY_EXPIRIES[expiry] * DAY_MS;
      this.v3Keys.set(key, { key, name, expiresAt, webhookUrl, revoked: false });
    }
  }

  /** Recomputes the signature, with the secret and with every login token that is still valid. */
  accepts(apiKey: string, sha: string, now: number): boolean {
    const { clientId, apiSecret } = this.options;
    if (sha === signCall(apiKey, clientId, apiSecret)) return true;
    for (const [token, validTo] of this.tokens) {
      if (validTo > now && sha === signCall(apiKey, clientId, token)) return true;
    }
    return false;
  }

  createToken(now: number): { token: string; validTo: number } {
    const token = `tok_${randomBytes(12).toString('hex')}`;
    const validTo = now + LOGIN_TOKEN_LIFE_MS;
    this.tokens.set(token, validTo);
    return { token, validTo };
  }

  addJob(dueAt: number, run: Job['run']): Job {
    const job: Job = { id: this.nextJobId++, dueAt, run };
    this.jobs.set(job.id, job);
    return job;
  }

  /** Does the work of every job that is due; called before anything reads the account. */
  runDueJobs(now: number): void {
    for (const job of this.jobs.values()) {
      if (job.fileId !== undefined || job.dueAt > now) continue;
      job.fileId = randomUUID();
      const content = JSON.stringify(job.run(), null, 1);
      this.files.set(`${job.fileId}.json`, { contentType: 'application/json', content });
    }
  }

  hasConfirmationEmail(id: string): boolean {
    return this.emails().some(
      (email) => email.id === id && email.type === 'SUBSCRIPTION_CONFIRMATION',
    );
  }

  emails(): EmailOptions[] {
    return this.options.emails ?? [];
  }
}

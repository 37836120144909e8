import { isIP } from 'node:net';
import { Global, Injectable, Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { type Problem, validateObject } from '@storewire/core';
import type { PartnerCredentials } from '@storewire/salesmanago';
import { Transform } from 'class-transformer';
import {
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  ValidateBy,
} from 'class-validator';

import { CRASH_AT, CRASH_POINTS, readCrashAt } from './work/crash-points.js';

export const ROLES = ['web', 'worker', 'all'] as const;
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;

const Switch = () =>
  Transform(({ value }) =>
    value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value,
  );

const IsMasterKeys = () =>
  ValidateBy({
    name: 'isMasterKeys',
    validator: {
      validate: (value) =>
        typeof value === 'string' &&
        value.split(',').every((key) => Buffer.from(key.trim(), 'base64').length === 32),
      defaultMessage: () =>
        'STOREWIRE_MASTER_KEY must be 32 bytes in base64; several are separated by commas.',
    },
  });

const IsTrustedProxies = () =>
  ValidateBy({
    name: 'isTrustedProxies',
    validator: {
      validate: (value) =>
        typeof value === 'string' &&
        (value === 'false' ||
          value === 'true' ||
          value.split(',').every((entry) => isIP(entry.trim().replace(/\/\d{1,3}$/, '')) !== 0)),
      defaultMessage: () =>
        'STOREWIRE_TRUST_PROXY must be false, or addresses and CIDRs separated by commas.',
    },
  });

const IsCrashPoint = () =>
  ValidateBy({
    name: 'isCrashPoint',
    validator: {
      validate: (value) => typeof value === 'string' && readCrashAt(value) !== undefined,
      defaultMessage: () =>
        `${CRASH_AT} must be one of ${CRASH_POINTS.join(', ')}, with :n for the n-th time.`,
    },
  });

const WITHOUT_BLANKS = /^[\x21-\x7e]+$/;

/** The environment as it is written; one class validates it and says what is wrong. */
export class Environment {
  @Transform(({ value }) => Number(value))
  @IsInt({ message: 'PORT must be a port number.' })
  @Min(0)
  @Max(65_535)
  PORT = 3000;

  @IsString()
  HOST = '127.0.0.1';

  @IsOptional()
  @IsUrl(
    { require_tld: false, protocols: ['http', 'https'], require_protocol: true },
    { message: 'STOREWIRE_PUBLIC_URL must be an http or https address.' },
  )
  STOREWIRE_PUBLIC_URL?: string;

  @IsTrustedProxies()
  STOREWIRE_TRUST_PROXY = 'false';

  @IsString()
  STOREWIRE_DATA_DIR = './data';

  @IsOptional()
  @Matches(/^postgres(ql)?:\/\/\S+$/, { message: 'DATABASE_URL must start with postgres://.' })
  DATABASE_URL?: string;

  @IsIn(ROLES, { message: `STOREWIRE_ROLE must be one of ${ROLES.join(', ')}.` })
  STOREWIRE_ROLE: (typeof ROLES)[number] = 'all';

  @IsOptional()
  @IsMasterKeys()
  STOREWIRE_MASTER_KEY?: string;

  @IsOptional()
  @Matches(/^[\x21-\x7e]{16,200}$/, {
    message: 'STOREWIRE_OPERATOR_KEY must be 16 to 200 characters without blanks.',
  })
  STOREWIRE_OPERATOR_KEY?: string;

  @IsOptional()
  @IsString()
  STOREWIRE_ADAPTERS?: string;

  @Switch()
  @IsBoolean({ message: 'STOREWIRE_ALLOW_PRIVATE_ADDRESSES must be true or false.' })
  STOREWIRE_ALLOW_PRIVATE_ADDRESSES = false;

  @IsOptional()
  @Switch()
  @IsBoolean({ message: 'STOREWIRE_DEMO must be true or false.' })
  STOREWIRE_DEMO?: boolean;

  @IsIn(LOG_LEVELS, { message: `STOREWIRE_LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}.` })
  STOREWIRE_LOG_LEVEL: (typeof LOG_LEVELS)[number] = 'info';

  @IsOptional()
  @IsUrl(
    { require_tld: false, protocols: ['http', 'https'], require_protocol: true },
    { message: 'STOREWIRE_PARTNER_ENDPOINT must be an https address.' },
  )
  STOREWIRE_PARTNER_ENDPOINT?: string;

  @IsOptional()
  @Matches(WITHOUT_BLANKS, { message: 'STOREWIRE_PARTNER_CLIENT_ID must be text without blanks.' })
  STOREWIRE_PARTNER_CLIENT_ID?: string;

  @IsOptional()
  @Matches(WITHOUT_BLANKS, { message: 'STOREWIRE_PARTNER_API_SECRET must be text without blanks.' })
  STOREWIRE_PARTNER_API_SECRET?: string;

  @IsOptional()
  @IsEmail({}, { message: 'STOREWIRE_PARTNER_OWNER must be an e-mail address.' })
  STOREWIRE_PARTNER_OWNER?: string;

  @IsOptional()
  @IsString()
  STOREWIRE_PARTNER_TERMS_CONSENT?: string;

  @IsOptional()
  @IsString()
  STOREWIRE_PARTNER_MARKETING_CONSENT?: string;

  /** For tests: where this process ends itself. Never in production. */
  @IsOptional()
  @IsCrashPoint()
  STOREWIRE_CRASH_AT?: string;
}

/** Either all of them are set, or none. */
const PARTNER_NAMES = [
  'STOREWIRE_PARTNER_ENDPOINT',
  'STOREWIRE_PARTNER_CLIENT_ID',
  'STOREWIRE_PARTNER_API_SECRET',
  'STOREWIRE_PARTNER_OWNER',
  'STOREWIRE_PARTNER_TERMS_CONSENT',
  'STOREWIRE_PARTNER_MARKETING_CONSENT',
] as const;

const NAMES = Object.keys({
  ...new Environment(),
  STOREWIRE_PUBLIC_URL: 1,
  DATABASE_URL: 1,
  STOREWIRE_MASTER_KEY: 1,
  STOREWIRE_OPERATOR_KEY: 1,
  STOREWIRE_ADAPTERS: 1,
  STOREWIRE_DEMO: 1,
  ...Object.fromEntries(PARTNER_NAMES.map((name) => [name, 1])),
  STOREWIRE_CRASH_AT: 1,
});

/** A wrong environment; the start is refused with every problem. */
export class InvalidEnvironment extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map((problem) => `${problem.path}: ${problem.message}`).join('\n'));
  }
}

/** Reads and checks the environment; empty values count as unset. @throws InvalidEnvironment with every problem. */
export function readEnvironment(env: Record<string, unknown>): Environment {
  const given = Object.fromEntries(
    NAMES.filter((name) => env[name] !== undefined && env[name] !== '').map((name) => [
      name,
      env[name],
    ]),
  );
  const { value, problems } = validateObject(Environment, given);
  const all = [...problems];
  if (value.STOREWIRE_ROLE !== 'all' && !value.DATABASE_URL) {
    all.push({ path: 'STOREWIRE_ROLE', message: 'web and worker need DATABASE_URL.' });
  }
  if (value.DATABASE_URL && !value.STOREWIRE_MASTER_KEY) {
    all.push({
      path: 'STOREWIRE_MASTER_KEY',
      message: 'is required with DATABASE_URL: 32 bytes in base64.',
    });
  }
  all.push(...partnerProblems(value));
  if (value.STOREWIRE_CRASH_AT && env.NODE_ENV === 'production') {
    all.push({
      path: CRASH_AT,
      message: 'is for tests; a hub in production does not start with it.',
    });
  }
  if (all.length) throw new InvalidEnvironment(all);
  return value;
}

function partnerProblems(value: Environment): Problem[] {
  const missing = PARTNER_NAMES.filter((name) => value[name] === undefined);
  if (missing.length === PARTNER_NAMES.length) return [];
  const problems = missing.map((path) => ({
    path,
    message: 'is missing: the STOREWIRE_PARTNER_ variables are set together or not at all.',
  }));
  const isPlain = /^http:/i.test(value.STOREWIRE_PARTNER_ENDPOINT ?? '');
  if (isPlain && !value.STOREWIRE_ALLOW_PRIVATE_ADDRESSES) {
    problems.push({
      path: 'STOREWIRE_PARTNER_ENDPOINT',
      message: 'must be an https address, because a password goes there.',
    });
  }
  return problems;
}

/** STOREWIRE_TRUST_PROXY as the web server takes it. */
export const trustedProxies = (value: string): boolean | string[] =>
  value === 'true' || value === 'false'
    ? value === 'true'
    : value.split(',').map((entry) => entry.trim());

/** The names in `STOREWIRE_ADAPTERS`; `undefined` when all are wanted. */
export const adapterNames = (value: string | undefined): string[] | undefined =>
  value
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** The SALESmanago partner in whose name the hub makes accounts. */
export interface Partner {
  readonly credentials: PartnerCredentials;
  /** The two consents of the form, by the names they have in the vendor's account. */
  readonly consentNames: { readonly terms: string; readonly marketing: string };
}

/** What the rest of the hub asks, in its own words. */
@Injectable()
export class HubConfig {
  constructor(private readonly config: ConfigService<Environment, true>) {}

  get port(): number {
    return this.config.get('PORT');
  }
  get host(): string {
    return this.config.get('HOST');
  }
  get publicUrl(): string {
    const given: string | undefined = this.config.get('STOREWIRE_PUBLIC_URL');
    const host = this.host.includes(':') ? `[${this.host}]` : this.host;
    return (given ?? `http://${host}:${this.port}`).replace(/\/+$/, '');
  }
  /** Platforms can reach the hub only at a public https address. */
  get isPublic(): boolean {
    const url = new URL(this.publicUrl);
    return url.protocol === 'https:' && isIP(url.hostname) === 0 && url.hostname.includes('.');
  }
  get trustProxy(): boolean | string[] {
    return trustedProxies(this.config.get('STOREWIRE_TRUST_PROXY'));
  }
  get role(): (typeof ROLES)[number] {
    return this.config.get('STOREWIRE_ROLE');
  }
  get dataDir(): string {
    return this.config.get('STOREWIRE_DATA_DIR');
  }
  get databaseUrl(): string | undefined {
    return this.config.get('DATABASE_URL');
  }
  get masterKeys(): string[] | undefined {
    const value: string | undefined = this.config.get('STOREWIRE_MASTER_KEY');
    return value?.split(',').map((key) => key.trim());
  }
  get operatorKey(): string | undefined {
    return this.config.get('STOREWIRE_OPERATOR_KEY');
  }
  get adapters(): string[] | undefined {
    return adapterNames(this.config.get('STOREWIRE_ADAPTERS'));
  }
  get allowPrivateAddresses(): boolean {
    return this.config.get('STOREWIRE_ALLOW_PRIVATE_ADDRESSES');
  }
  /** Undefined: accounts are made at the vendor's own page. */
  get partner(): Partner | undefined {
    const [endpoint, clientId, apiSecret, owner, terms, marketing]: (string | undefined)[] =
      PARTNER_NAMES.map((name) => this.config.get(name));
    if (!endpoint || !clientId || !apiSecret || !owner || !terms || !marketing) return undefined;
    return {
      credentials: { endpoint, clientId, apiSecret, owner },
      consentNames: { terms, marketing },
    };
  }
  /** Undefined: the demo runs outside production while no other tenant exists. */
  get demo(): boolean | undefined {
    return (
      this.config.get('STOREWIRE_DEMO') ??
      (process.env.NODE_ENV === 'production' ? false : undefined)
    );
  }
  get logLevel(): (typeof LOG_LEVELS)[number] {
    return this.config.get('STOREWIRE_LOG_LEVEL');
  }
}

@Global()
@Module({
  imports: [
    ConfigModule.forRoot({
      ignoreEnvFile: true,
      // Read when the hub starts and not when this file is imported; and only from here, because a variable that is
      // set to nothing counts as unset.
      skipProcessEnv: true,
      load: [() => ({ ...readEnvironment(process.env) })],
    }),
  ],
  providers: [HubConfig],
  exports: [HubConfig],
})
export class HubConfigModule {}

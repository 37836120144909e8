import { randomBytes } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import type { ConfigService } from '@nestjs/config';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import { getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { AppModule } from '../app.module.js';
import { type Environment, HubConfig, HubConfigModule, readEnvironment } from '../config.js';
import { Database } from '../database/database.service.js';
import { APPLICATION_OPTIONS, hubAdapter, prepareApplication } from '../hub-application.js';
import { HubLogger } from '../logging/hub-logger.js';
import { freePort } from '../selftest/free-port.js';
import { QueryPlans } from './query-plans.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

/** How calls go out before a hub puts `fetch` under its guard: those of a test come from outside. */
const outside = getGlobalDispatcher();

export interface TestHubOptions {
  /** Variables on top of what a test hub has; private addresses are allowed and the demo is off unless it says so. */
  readonly env?: Readonly<Record<string, string>>;
  /** Replaces providers, such as the clock. */
  readonly override?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; `undefined` without a body. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect.
  readonly body: any;
}

export interface TestHub {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly operatorKey: string;
  /** Every line that was logged, as JSON. */
  readonly logs: readonly string[];
  /**
   * Calls the API.
   * @param path from the root, such as `/api/v1/tenants`.
   * @param body sent as JSON; text and bytes as they are.
   * @param key the operator's when absent; `null` for none.
   */
  api(
    method: string,
    path: string,
    body?: unknown,
    key?: string | null,
    headers?: Readonly<Record<string, string>>,
  ): Promise<ApiAnswer>;
  /** Makes a tenant with a key of its own. */
  tenant(name?: string): Promise<{ readonly id: string; readonly key: string }>;
  /** @throws when a statement that was run would walk through a table that grows. */
  close(): Promise<void>;
}

/** Starts the whole hub in this process, on a free port and an empty database that `close` removes. */
export async function startTestHub(options: TestHubOptions = {}): Promise<TestHub> {
  const database = await createTestDatabase();
  try {
    return await start(options, database);
  } catch (error) {
    await database.drop();
    throw error;
  }
}

async function start(options: TestHubOptions, database: TestDatabase): Promise<TestHub> {
  const operatorKey =
    options.env?.STOREWIRE_OPERATOR_KEY ?? `sw_${randomBytes(32).toString('base64url')}`;
  // Known before the hub listens: its public address holds it.
  const port = await freePort();
  const environment = readEnvironment({
    PORT: String(port),
    STOREWIRE_DATA_DIR: database.dataDir,
    DATABASE_URL: database.databaseUrl,
    STOREWIRE_MASTER_KEY: randomBytes(32).toString('base64'),
    STOREWIRE_OPERATOR_KEY: operatorKey,
    STOREWIRE_ALLOW_PRIVATE_ADDRESSES: 'true',
    STOREWIRE_DEMO: 'false',
    STOREWIRE_LOG_LEVEL: 'debug',
    ...options.env,
  });
  const logs: string[] = [];
  const app = await createApplication(options, environment, (line) => logs.push(line));
  const plans = new QueryPlans(app.get(Database));
  setGlobalDispatcher(outside);
  await app.listen(port, '127.0.0.1');
  const url = `http://127.0.0.1:${port}`;
  const api: TestHub['api'] = (method, path, body, key = operatorKey, headers = {}) =>
    call(url, method, path, body, key, headers);
  return {
    app,
    url,
    operatorKey,
    logs,
    api,
    tenant: async (name = 'Tenant') => {
      const { body: tenant } = await api('POST', '/api/v1/tenants', { name });
      const { body } = await api('POST', `/api/v1/tenants/${tenant.id}/keys`, { name: 'test' });
      return { id: tenant.id, key: body.key };
    },
    close: async () => {
      const walks = await plans.walks();
      await app.close();
      await database.drop();
      if (walks.length > 0)
        throw new Error(`Statements that get slower with time:\n${walks.join('\n')}`);
    },
  };
}

async function createApplication(
  options: TestHubOptions,
  environment: Environment,
  write: (line: string) => void,
): Promise<NestFastifyApplication> {
  const config = configOf(environment);
  const logger = new HubLogger({
    level: environment.STOREWIRE_LOG_LEVEL,
    isReadable: false,
    write,
  });
  const builder = Test.createTestingModule({ imports: [AppModule] })
    .overrideModule(HubConfigModule)
    .useModule(moduleOf(config))
    .overrideProvider(HubLogger)
    .useValue(logger)
    .setLogger(logger);
  const testing = await (options.override?.(builder) ?? builder).compile();
  const app = testing.createNestApplication<NestFastifyApplication>(
    hubAdapter(config.trustProxy),
    APPLICATION_OPTIONS,
  );
  await prepareApplication(app);
  return app;
}

async function call(
  url: string,
  method: string,
  path: string,
  body: unknown,
  key: string | null,
  headers: Readonly<Record<string, string>>,
): Promise<ApiAnswer> {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(`${url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isRaw ? (body as string) : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : isJson ? JSON.parse(text) : text,
  };
}

const configOf = (environment: Environment): HubConfig =>
  new HubConfig({
    get: (name: keyof Environment) => environment[name],
  } as unknown as ConfigService<Environment, true>);

function moduleOf(config: HubConfig) {
  @Global()
  @Module({
    providers: [{ provide: HubConfig, useValue: config }],
    exports: [HubConfig],
  })
  class TestConfigModule {}
  return TestConfigModule;
}

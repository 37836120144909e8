import { setTimeout as wait } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { HubError } from '@storewire/core';
import { AdapterRegistry } from './adapters/adapter-registry.js';
import { AppModule } from './app.module.js';
import {
  adapterNames,
  HubConfig,
  InvalidEnvironment,
  readEnvironment,
  trustedProxies,
} from './config.js';
import { APPLICATION_OPTIONS, hubAdapter, prepareApplication } from './hub-application.js';

const WRONG_ENVIRONMENT = 2;
const FAILED = 1;
/** Calls get ten seconds to end; what is still there then is left to the next start. */
const SHUTDOWN_MS = 15_000;
/** How long requests under way may take to be answered. */
const DOORS_MS = 3_000;
const REAP_MS = 50;

/** Runs the hub until a signal ends it. A wrong environment is listed on stderr, and the exit code is 2. */
export async function startHub(env: NodeJS.ProcessEnv): Promise<void> {
  try {
    const { STOREWIRE_TRUST_PROXY, STOREWIRE_ADAPTERS } = readEnvironment(env);
    // Before the database is being opened: a process that ends while SQLite is loading may hang in its own exit.
    await AdapterRegistry.load(adapterNames(STOREWIRE_ADAPTERS));
    const app = await NestFactory.create<NestFastifyApplication>(
      AppModule,
      hubAdapter(trustedProxies(STOREWIRE_TRUST_PROXY)),
      APPLICATION_OPTIONS,
    );
    stopOnSignals(app);
    await prepareApplication(app);
    const config = app.get(HubConfig);
    await app.listen(config.port, config.host);
    process.stdout.write(`Storewire listens on ${await app.getUrl()}\n`);
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(error instanceof InvalidEnvironment ? WRONG_ENVIRONMENT : FAILED);
  }
}

function stopOnSignals(app: NestFastifyApplication): void {
  let isStopping = false;
  const stop = (): void => {
    // The second signal of an impatient person.
    if (isStopping) process.exit(FAILED);
    isStopping = true;
    setTimeout(() => process.exit(FAILED), SHUTDOWN_MS).unref();
    closeDoors(app)
      .then(() => app.close())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`${explain(error)}\n`);
          process.exit(FAILED);
        },
      );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/**
 * Takes nothing more in and lets requests under way end. Node closes the connections that are idle when it is asked;
 * one whose last answer is sent later would stay open for as long as its client likes, and hold up the end.
 */
async function closeDoors(app: NestFastifyApplication): Promise<void> {
  const reaper = setInterval(() => app.getHttpServer().closeIdleConnections(), REAP_MS);
  try {
    await Promise.race([app.getHttpAdapter().close(), wait(DOORS_MS, undefined, { ref: false })]);
  } finally {
    clearInterval(reaper);
  }
}

function explain(error: unknown): string {
  if (error instanceof InvalidEnvironment) {
    return `The hub cannot start. Correct the environment:\n${error.problems
      .map(({ path, message }) => `  ${path}: ${message}`)
      .join('\n')}`;
  }
  if (error instanceof HubError) return `The hub cannot start. ${error.advice}`;
  return `The hub cannot start. ${error instanceof Error ? error.message : 'Unknown error.'}`;
}

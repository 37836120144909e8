import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../src/selftest/free-port.js';
import { createTestDatabase, type TestDatabase } from '../../src/testing/test-database.js';
import { waitFor } from './wait-for.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const KEEP_COMPILED = new URL('./keep-compiled.mjs', import.meta.url).href;
/** What the program prints when its port is open. */
const LISTENS = 'Storewire listens on';
const READY_MS = 60_000;
const EXIT_MS = 60_000;

export interface ApiAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect.
  readonly body: any;
}

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Ends every hub of this test process, whatever ends the test. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * The real hub, as `storewire start` runs it, in a process of its own: with a data folder of its own, and on PostgreSQL
 * a database of its own. Both outlive the process until `close`.
 */
export class HubProcess {
  readonly operatorKey = `sw_${randomBytes(32).toString('base64url')}`;
  readonly masterKey = randomBytes(32).toString('base64');
  private output = '';
  private child: ChildProcess | undefined;
  private exit: Promise<ProcessExit> = Promise.resolve({ code: null, signal: null });

  private constructor(
    readonly database: TestDatabase,
    readonly port: number,
    private readonly extra: Readonly<Record<string, string>>,
    private readonly args: readonly string[],
  ) {}

  /**
   * Starts a hub and waits until it is ready.
   * @param env on top of what a test hub has. @param args of the program.
   */
  static async start(
    env: Readonly<Record<string, string>> = {},
    args: readonly string[] = ['start'],
  ): Promise<HubProcess> {
    const hub = new HubProcess(await createTestDatabase(), await freePort(), env, args);
    try {
      await hub.restart();
    } catch (error) {
      await hub.close();
      throw error;
    }
    return hub;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Everything the processes of this hub have written so far, to stdout and stderr. */
  get logs(): string {
    return this.output;
  }

  get isRunning(): boolean {
    return this.child !== undefined;
  }

  /** Starts on the same data and the same port. */
  async restart(): Promise<void> {
    const before = this.output.length;
    this.run();
    await waitFor(
      'the hub is ready',
      async () => {
        if (!this.child)
          throw new Error(`The hub ended at its start:\n${this.output.slice(-2000)}`);
        // Asking before that is refused, and costs more than it tells.
        if (!this.output.includes(LISTENS, before)) return undefined;
        return (await this.isReady()) || undefined;
      },
      { timeoutMs: READY_MS, state: () => this.output.slice(-2000) },
    );
  }

  /** Asks it to end, as a service manager does. @returns how it ended. */
  stop(): Promise<ProcessExit> {
    return this.end('SIGTERM');
  }

  /** Ends it between two instructions, as a power cut does. */
  kill(): Promise<ProcessExit> {
    return this.end('SIGKILL');
  }

  /** @param body sent as JSON; @param key the operator's when absent. */
  async api(
    method: string,
    path: string,
    body?: unknown,
    key: string = this.operatorKey,
  ): Promise<ApiAnswer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      body: text === '' ? undefined : isJson ? JSON.parse(text) : text,
    };
  }

  /** The body of an answer that has to be a success. */
  async ask(method: string, path: string, body?: unknown): Promise<ApiAnswer['body']> {
    const answer = await this.api(method, path, body);
    if (answer.status >= 300) {
      throw new Error(
        `${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`,
      );
    }
    return answer.body;
  }

  /** Ends the process and removes its data. */
  async close(): Promise<void> {
    await this.kill();
    await this.database.drop();
  }

  private run(): void {
    const child = spawn(process.execPath, ['--import', KEEP_COMPILED, MAIN, ...this.args], {
      env: this.environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
    this.exit = new Promise((resolve) => {
      // After `close` the pipes are read to their end, too.
      child.once('close', (code, signal) => {
        running.delete(child);
        if (this.child === child) this.child = undefined;
        resolve({ code, signal });
      });
    });
  }

  private environment(): NodeJS.ProcessEnv {
    const { databaseUrl, dataDir } = this.database;
    return {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      PORT: String(this.port),
      STOREWIRE_DATA_DIR: dataDir,
      STOREWIRE_OPERATOR_KEY: this.operatorKey,
      STOREWIRE_MASTER_KEY: this.masterKey,
      STOREWIRE_ALLOW_PRIVATE_ADDRESSES: 'true',
      STOREWIRE_DEMO: 'false',
      STOREWIRE_LOG_LEVEL: 'debug',
      ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
      ...this.extra,
    };
  }

  private async isReady(): Promise<boolean> {
    try {
      const response = await fetch(`${this.url}/health/ready`);
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false;
    }
  }

  private async end(signal: NodeJS.Signals): Promise<ProcessExit> {
    this.child?.kill(signal);
    const timer = setTimeout(() => this.child?.kill('SIGKILL'), EXIT_MS);
    try {
      return await this.exit;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Runs the program until it ends by itself: starts that must fail, and its other commands. */
export async function runToEnd(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = ['start'],
): Promise<ProcessExit & { readonly output: string }> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const timer = setTimeout(() => child.kill('SIGKILL'), EXIT_MS);
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code, signal, output });
    });
  });
}

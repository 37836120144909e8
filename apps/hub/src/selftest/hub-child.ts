import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CRASH_AT } from '../work/crash-points.js';

const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));
const WARM_START = new URL('./warm-start.js', import.meta.url);
const KEPT_OUTPUT = 20_000;

export interface HubExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One life of the hub: `storewire start` in a process of its own, loaded beforehand and started on a word. */
export class HubChild {
  readonly ended: Promise<HubExit>;
  /** True once the process is gone. */
  isOver = false;
  private readonly child: ChildProcess;
  /** Whether it came to listen before it ended. */
  readonly listening: Promise<boolean>;
  private output = '';

  /** @param crashAt where it ends itself, as the variable takes it. */
  constructor(env: Readonly<Record<string, string>>, crashAt?: string) {
    this.child = spawn(process.execPath, ['--import', WARM_START.href, MAIN, 'start'], {
      env: { ...env, ...(crashAt ? { [CRASH_AT]: crashAt } : {}) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.ended = once(this.child, 'exit').then(([code, signal]) => {
      this.isOver = true;
      return { code, signal };
    });
    this.listening = new Promise((resolve) => {
      for (const stream of [this.child.stdout, this.child.stderr]) {
        stream?.setEncoding('utf8').on('data', (text: string) => {
          this.output = (this.output + text).slice(-KEPT_OUTPUT);
          if (this.output.includes('listens on')) resolve(true);
        });
      }
      void this.ended.then(() => resolve(false));
    });
  }

  /** Starts the program. */
  async go(): Promise<boolean> {
    if (!this.isOver) this.child.send('go');
    return this.listening;
  }

  kill(): Promise<HubExit> {
    this.child.kill('SIGKILL');
    return this.ended;
  }

  /** The last of what it wrote, for people who look for the cause. */
  get log(): string {
    return this.output;
  }
}

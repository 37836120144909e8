import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { HubConfig } from '../config.js';
import { type Ledger, LedgerService } from '../intake/ledger.service.js';
import { DemoService } from './demo.service.js';
import { LiveLine } from './live-line.js';

const LIVE_MS = 1_000;
/** Where lines cannot change, one is written at most this often. */
const QUIET_MS = 10_000;

const ORDER: readonly (keyof Ledger)[] = ['accepted', 'delivered', 'filtered', 'dead', 'pending'];

/** Tells the terminal where the demo is, and what becomes of its messages. Says nothing without the demo. */
@Injectable()
export class DemoTerminal implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private last = '';
  private shownAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly demo: DemoService,
    private readonly ledger: LedgerService,
    private readonly config: HubConfig,
    private readonly line: LiveLine,
  ) {}

  onApplicationBootstrap(): void {
    this.demo.onChange(() => this.tell());
  }

  beforeApplicationShutdown(): void {
    this.stop();
  }

  private tell(): void {
    const { phase, world } = this.demo;
    if (phase === 'running' && world) {
      this.line.print(
        [
          '',
          'The demo is on (STOREWIRE_DEMO=false turns it off):',
          `    what happens       ${this.config.publicUrl}/`,
          `    SALESmanago        ${world.sandbox.url}/  (a sandbox, with inspector)`,
          `    demo store         ${world.store.url}/`,
          '',
          '',
        ].join('\n'),
      );
      this.timer = setInterval(() => void this.refresh(), LIVE_MS);
      this.timer.unref();
    }
    if (phase === 'ended') {
      this.stop();
      this.line.print('Another tenant exists, so the demo store has become quiet.\n');
    }
    if (phase === 'failed') {
      this.stop();
      this.line.print('The demo could not start; the hub works without it.\n');
    }
  }

  private async refresh(): Promise<void> {
    const { store } = this.demo;
    if (!store) return;
    const counts = await this.ledger.of(store.tenantId, store.storeId).catch(() => undefined);
    if (!counts || !this.timer) return;
    const text = ORDER.map((name) => `${name} ${counts[name]}`).join('   ');
    if (this.line.isLive) {
      if (text !== this.last) this.line.show(text);
    } else if (text !== this.last && performance.now() - this.shownAt >= QUIET_MS) {
      this.line.print(`${text}\n`);
      this.shownAt = performance.now();
    } else return;
    this.last = text;
  }

  private stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.line.end();
  }
}

import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { AlertConditions } from '../alerts/alert-conditions.service.js';
import { AlertSender } from '../alerts/alert-sender.service.js';
import { Reconciliation } from '../processing/reconciliation.service.js';
import { WorkQueue } from '../work/work-queue.js';
import { SilenceService } from './silence.service.js';
import { WebhookWatchService } from './webhook-watch.service.js';

const SWEEP_MS = 10_000;
const SILENCE_MS = 10 * 60_000;

/** The rounds of the watchdog: what was heard, what is wrong, what has to be told. */
@Injectable()
export class WatchdogService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly reconciliation: Reconciliation,
    private readonly conditions: AlertConditions,
    private readonly sender: AlertSender,
    private readonly watch: WebhookWatchService,
    private readonly silence: SilenceService,
    private readonly queue: WorkQueue,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.sweep();
    this.queue.every('watchdog', SWEEP_MS, () => this.sweep());
    this.queue.every('silence', SILENCE_MS, () => this.silence.evaluate());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.reconciliation.flush();
  }

  private async sweep(): Promise<void> {
    await this.reconciliation.flush();
    await this.conditions.evaluate();
    await this.watch.sweep();
    await this.sender.sweep();
  }
}

import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { LaneService } from '../delivery/lane.service.js';
import { LookUpWriter } from '../delivery/look-up.writer.js';
import { WriteBackService } from '../delivery/write-back.service.js';
import { ExportsService } from '../exports/exports.service.js';
import { PollerService } from '../processing/poller.service.js';
import { TranslateService } from '../processing/translate.service.js';
import { WorkQueue } from './work-queue.js';

const SWEEP_MS = 10_000;

/** Starts the work of this process: first what an earlier one left, then whatever waits, then a sweep now and then. */
@Injectable()
export class WorkerService implements OnApplicationBootstrap {
  private readonly log = new Logger('worker');

  constructor(
    private readonly translate: TranslateService,
    private readonly lanes: LaneService,
    private readonly writeBacks: WriteBackService,
    private readonly lookUps: LookUpWriter,
    private readonly exports: ExportsService,
    private readonly poller: PollerService,
    private readonly queue: WorkQueue,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const recovered = await this.lookUps.recover();
    if (recovered)
      this.log.warn(
        `${recovered} deliveries were under way when the hub ended; their outcome is looked up.`,
      );
    await this.sweep();
    await this.poller.sweep();
    this.queue.every('sweep', SWEEP_MS, () => this.sweep());
    this.queue.every('poll', SWEEP_MS * 3, () => this.poller.sweep());
  }

  private async sweep(): Promise<void> {
    await this.translate.sweep();
    await this.lanes.sweep();
    await this.writeBacks.sweep();
    await this.exports.sweep();
  }
}

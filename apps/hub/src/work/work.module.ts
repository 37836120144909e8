import { type BeforeApplicationShutdown, Global, Module } from '@nestjs/common';
import { Courtesy } from './courtesy.js';
import { InProcessQueue } from './in-process-queue.js';
import { StoreRounds } from './store-rounds.js';
import { WorkQueue } from './work-queue.js';

@Global()
@Module({
  providers: [Courtesy, StoreRounds, { provide: WorkQueue, useClass: InProcessQueue }],
  exports: [Courtesy, StoreRounds, WorkQueue],
})
export class WorkModule implements BeforeApplicationShutdown {
  constructor(private readonly queue: WorkQueue) {}

  /** Lanes end before the database closes: this module is imported after it. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.queue.stop();
  }
}

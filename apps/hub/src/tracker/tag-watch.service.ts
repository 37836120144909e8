import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { SettingsService } from '../settings/settings.service.js';
import { StoreCheckService } from '../stores/store-check.service.js';
import { StoresService } from '../stores/stores.service.js';
import { StoreRounds } from '../work/store-rounds.js';
import { laneParts, WorkQueue } from '../work/work-queue.js';
import { TAG_ROUND, TagPlacements } from './tag-placements.service.js';

const SWEEP_MS = 10_000;

/**
 * When the tag of a store is looked at: after a check that passed, after a change of the settings, once a day, and when
 * the store is deleted. What is gone is put back.
 */
@Injectable()
export class TagWatch implements OnModuleInit, OnApplicationBootstrap {
  private readonly log = new Logger('tracker');

  constructor(
    private readonly placements: TagPlacements,
    private readonly rounds: StoreRounds,
    private readonly queue: WorkQueue,
    private readonly checks: StoreCheckService,
    private readonly stores: StoresService,
    private readonly settings: SettingsService,
  ) {}

  onModuleInit(): void {
    this.queue.handle('tag', async (lane) => {
      const { tenantId, id } = laneParts(lane);
      await this.placements.lookIfDue(tenantId, id);
      return undefined;
    });
    this.checks.onPassed((store) => this.inBackground(() => this.placements.lookSoon(store)));
    this.settings.onChange((change) => this.inBackground(() => this.placements.lookAfter(change)));
    this.stores.onDelete((store) => this.placements.farewell(store));
  }

  onApplicationBootstrap(): void {
    this.queue.every('tags', SWEEP_MS, () => this.rounds.sweep(TAG_ROUND));
  }

  /** After everybody was told of the change: the directory still has the settings of before. */
  private inBackground(work: () => Promise<void>): void {
    const own = Promise.resolve()
      .then(work)
      .catch((error: Error) => this.log.warn(`Tags were not looked at: ${error.name}.`));
    this.queue.beside(own);
  }
}

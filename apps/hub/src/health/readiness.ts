import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Database } from '../database/database.service.js';

export type PartState = 'up' | 'down';

export interface ReadinessReport {
  readonly database: PartState;
  readonly worker: PartState;
}

/** Whether this process can do its part: from the end of the start to the beginning of the shutdown. */
@Injectable()
export class Readiness implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private isRunning = false;

  constructor(private readonly db: Database) {}

  /** Every lane has its handler by now. */
  onApplicationBootstrap(): void {
    this.isRunning = true;
  }

  beforeApplicationShutdown(): void {
    this.isRunning = false;
  }

  async report(): Promise<ReadinessReport> {
    return {
      database: (await this.db.isReady()) ? 'up' : 'down',
      worker: this.isRunning ? 'up' : 'down',
    };
  }
}

import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { DemoService } from '../demo/demo.service.js';
import { Readiness } from '../health/readiness.js';
import { StoreDirectory } from '../stores/store-directory.js';
import type { StatusAnswer } from './status.answer.js';
import { StoreStatusService } from './store-status.service.js';

const PACKAGE = new URL('../../package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string };

/** However many look at the page, the database is asked this often. */
const FRESH_MS = 500;

/** The state of the hub for somebody without a key: that it runs, and of the demo what it does. */
@Injectable()
export class StatusService {
  private last: { readonly at: number; readonly answer: Promise<StatusAnswer> } | undefined;

  constructor(
    private readonly demo: DemoService,
    private readonly readiness: Readiness,
    private readonly stores: StoreDirectory,
    private readonly storeStatus: StoreStatusService,
  ) {}

  read(): Promise<StatusAnswer> {
    const at = performance.now();
    if (!this.last || at - this.last.at >= FRESH_MS) this.last = { at, answer: this.compose() };
    return this.last.answer;
  }

  private async compose(): Promise<StatusAnswer> {
    const { database, worker } = await this.readiness.report();
    const { phase, world, store } = this.demo;
    const all = store ? await this.stores.all() : [];
    const stores = all.filter(({ tenantId }) => tenantId === store?.tenantId);
    return {
      version,
      isReady: database === 'up' && worker === 'up',
      demo: phase,
      inspectorUrl: world ? `${world.sandbox.url}/` : null,
      demoStoreUrl: world ? `${world.store.url}/` : null,
      stores: await Promise.all(stores.map((one) => this.storeStatus.of(one))),
    };
  }
}

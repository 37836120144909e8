import { Injectable, Logger } from '@nestjs/common';
import { StoreDirectory } from '../stores/store-directory.js';
import { AlertsService } from './alerts.service.js';

/** Whoever sends a thousand of them a minute is counted once. */
const EVERY_MS = 60_000;

/** A webhook that was refused because it was too large: the poll brings the object, and somebody should know. */
@Injectable()
export class OversizeBody {
  private readonly log = new Logger('alerts');
  private readonly notedAt = new Map<string, number>();

  constructor(
    private readonly stores: StoreDirectory,
    private readonly alerts: AlertsService,
  ) {}

  /** @param token of the path that was called. */
  note(token: string): void {
    const store = this.stores.cached(token);
    const now = performance.now();
    const last = store && this.notedAt.get(store.storeId);
    if (last !== undefined && now - last < EVERY_MS) return;
    if (store) this.notedAt.set(store.storeId, now);
    this.raise(token).catch((error: Error) =>
      this.log.warn(`An oversize body was not noted: ${error.name}`),
    );
  }

  private async raise(token: string): Promise<void> {
    const store = await this.stores.byToken(token);
    if (!store) return;
    await this.alerts.raise({
      tenantId: store.tenantId,
      kind: 'oversizeBody',
      subject: `store:${store.storeId}`,
      severity: 'warning',
      message:
        'The store sent a webhook over 1 MiB, which the hub does not take. Polling brings the object; orders with very many lines may be the reason.',
    });
  }
}

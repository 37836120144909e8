import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { request } from 'undici';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { OutgoingGuard } from '../outgoing/outgoing-guard.js';
import { laneParts, WorkQueue } from '../work/work-queue.js';
import { alertLane } from './alert-messages.js';
import { signatureHeaders } from './alert-signature.js';
import { AlertMessage, AlertWebhook } from './alert-webhook.entity.js';
import { AlertWebhookService, type Receiver } from './alert-webhook.service.js';

const TIMEOUT_MS = 10_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Waits between the tries, as Standard Webhooks recommend them; after the last one the message is given up. */
const WAITS_MS = [
  5_000,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** Sends what is in the outbox of the alert webhooks, per tenant one after the other, until each is taken or given up. */
@Injectable()
export class AlertSender implements OnModuleInit {
  private readonly log = new Logger('alerts');

  constructor(
    private readonly db: Database,
    private readonly webhooks: AlertWebhookService,
    private readonly outgoing: OutgoingGuard,
    private readonly queue: WorkQueue,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.queue.handle('alert', (lane) => this.work(laneParts(lane).tenantId));
  }

  /** Wakes every tenant with something to send: at the start, and in case a wake-up was lost. */
  async sweep(): Promise<void> {
    const rows = await this.db.query<{ tenant_id: string }>(
      'SELECT DISTINCT tenant_id FROM alert_message WHERE due_at <= $1',
      [this.clock.now()],
    );
    for (const row of rows) this.queue.wake(alertLane(row.tenant_id));
  }

  private async work(tenantId: string): Promise<number | undefined> {
    const messages = this.db.of(tenantId, AlertMessage);
    for (;;) {
      const [first] = await messages.find({ order: { dueAt: 'ASC', id: 'ASC' }, take: 1 });
      if (!first) return undefined;
      const waitMs = first.dueAt - this.clock.now();
      if (waitMs > 0) return waitMs;
      const receiver = await this.webhooks.receiver(tenantId);
      if (!receiver) {
        await messages.delete({});
        return undefined;
      }
      await this.send(first, receiver);
    }
  }

  private async send(message: AlertMessage, receiver: Receiver): Promise<void> {
    const { tenantId, id, tries } = message;
    const error = await this.post(message, receiver);
    const now = this.clock.now();
    await this.db.of(tenantId, AlertWebhook).update({}, { lastAt: now, lastError: error ?? null });
    const messages = this.db.of(tenantId, AlertMessage);
    if (error === undefined) return messages.delete({ id });
    const waitMs = WAITS_MS[tries];
    if (waitMs === undefined) {
      this.log.warn(`An alert of tenant ${tenantId} was given up after ${tries + 1} tries.`);
      return messages.delete({ id });
    }
    await messages.update({ id }, { tries: tries + 1, dueAt: now + waitMs });
  }

  /** @returns what went wrong; undefined when the message was taken. */
  private async post({ id, body }: AlertMessage, receiver: Receiver): Promise<string | undefined> {
    try {
      const answer = await request(receiver.url, {
        method: 'POST',
        dispatcher: this.outgoing.dispatcher,
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Storewire',
          ...signatureHeaders(receiver.secret, { id, atMs: this.clock.now(), body }),
        },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await answer.body.dump();
      const isTaken = answer.statusCode >= 200 && answer.statusCode < 300;
      return isTaken ? undefined : `The receiver answered ${answer.statusCode}.`;
    } catch (error) {
      return error instanceof Error && error.name === 'TimeoutError'
        ? `No answer within ${TIMEOUT_MS / 1000} s.`
        : `No connection: ${error instanceof Error ? error.name : 'unknown error'}.`;
    }
  }
}

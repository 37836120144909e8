import { isUtf8 } from 'node:buffer';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { InboxRepository, type NewMessage } from '../database/inbox.repository.js';
import { newId } from '../ids.js';
import type { StoreContext } from '../stores/store-context.js';
import { Courtesy } from '../work/courtesy.js';
import { reach } from '../work/crash-points.js';
import { connectionLane, WorkQueue } from '../work/work-queue.js';

/** What a door hands over: verified, unread. */
export interface Incoming {
  readonly store: StoreContext;
  readonly source: NewMessage['source'];
  readonly topic: string;
  /** Unique per store where the platform gives one; else every delivery is a message. */
  readonly messageKey?: string;
  readonly rawBody: Buffer;
  readonly meta?: Readonly<Record<string, string>>;
}

interface Waiting {
  readonly message: NewMessage;
  readonly resolve: (isNew: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** Most messages that one commit takes. */
const MAX_GROUP = 128;

/** Step 1: makes messages durable. What comes in during one turn of the event loop is committed together. */
@Injectable()
export class AcceptService {
  private waiting: Waiting[] = [];

  constructor(
    private readonly db: Database,
    private readonly inbox: InboxRepository,
    private readonly queue: WorkQueue,
    private readonly courtesy: Courtesy,
    private readonly clock: Clock,
  ) {}

  /**
   * Resolves once the message is on disk; true when it was new, false when its key was known.
   * Rejects when it could not be made durable: the caller must not say it was accepted.
   */
  accept(incoming: Incoming): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ message: this.toMessage(incoming), resolve, reject });
      if (this.waiting.length === 1) setImmediate(() => this.flush());
    });
  }

  private flush(): void {
    const all = this.waiting;
    this.waiting = [];
    this.courtesy.cameIn(all.length);
    for (let i = 0; i < all.length; i += MAX_GROUP) void this.commit(all.slice(i, i + MAX_GROUP));
  }

  private async commit(group: readonly Waiting[]): Promise<void> {
    try {
      const inserted = await this.db.writeHot(async (tx) => {
        const isNew = await this.inbox.insert(
          tx,
          group.map((one) => one.message),
        );
        reach('accept.beforeCommit');
        return isNew;
      });
      reach('accept.afterCommit');
      const lanes = new Set<string>();
      group.forEach(({ message, resolve }, i) => {
        if (inserted[i]) lanes.add(connectionLane(message.tenantId, message.connectionId));
        resolve(inserted[i] ?? false);
      });
      for (const lane of lanes) this.queue.wake(lane);
    } catch (error) {
      // One bad row (a store that was deleted meanwhile) must not take its neighbours along.
      if (group.length > 1) {
        for (const one of group) void this.commit([one]);
        return;
      }
      group[0]?.reject(error);
    }
  }

  private toMessage({ store, source, topic, messageKey, rawBody, meta }: Incoming): NewMessage {
    const id = newId();
    const isText = isUtf8(rawBody) && !rawBody.includes(0);
    return {
      tenantId: store.tenantId,
      id,
      storeId: store.storeId,
      connectionId: store.connectionId,
      source,
      topic,
      messageKey: `${source}:${messageKey ?? id}`,
      body: rawBody.toString(isText ? 'utf8' : 'base64'),
      encoding: isText ? 'utf8' : 'base64',
      meta: meta ?? {},
      receivedAt: this.clock.now(),
    };
  }
}

import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { connectionLane, WorkQueue, writeBackLane } from '../work/work-queue.js';
import { Connection } from './connection.entity.js';

export type ConnectionListener = (tenantId: string, connectionId: string) => void;

/** A connection whose credentials the store refuses waits, with everything it has, until a check passes. */
@Injectable()
export class ConnectionPause {
  private readonly log = new Logger('connections');

  private readonly listeners = new Set<ConnectionListener>();

  constructor(
    private readonly db: Database,
    private readonly queue: WorkQueue,
    private readonly clock: Clock,
  ) {}

  /** Calls back after a connection was paused or resumed. @returns a function that ends it. */
  onChange(listener: ConnectionListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async pause(tenantId: string, connectionId: string, reason: string): Promise<void> {
    this.log.warn(`Connection ${connectionId} is paused: the store refused its credentials.`);
    await this.db
      .of(tenantId, Connection)
      .update(
        { id: connectionId },
        { state: 'paused', pausedReason: reason, updatedAt: this.clock.now() },
      );
    this.tell(tenantId, connectionId);
  }

  /** After a passed check. */
  async resume(tenantId: string, connectionId: string): Promise<void> {
    await this.db
      .of(tenantId, Connection)
      .update(
        { id: connectionId },
        { state: 'active', pausedReason: null, updatedAt: this.clock.now() },
      );
    this.tell(tenantId, connectionId);
    await this.db.write((tx) =>
      tx.query(
        `UPDATE message SET due_at = 0 WHERE connection_id = $1 AND stage = 'inbox' AND tenant_id = $2`,
        [connectionId, tenantId],
      ),
    );
    this.queue.wake(connectionLane(tenantId, connectionId));
    this.queue.wake(writeBackLane(tenantId, connectionId));
  }

  private tell(tenantId: string, connectionId: string): void {
    for (const listener of this.listeners) listener(tenantId, connectionId);
  }
}

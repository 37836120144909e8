import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { cartKeyOf, orderEffectKey } from '@storewire/core';
import { Database } from '../database/database.service.js';
import { keepsNothing } from '../processing/kept-nowhere.js';
import type { StoreContext } from '../stores/store-context.js';
import { CompatIds } from './compat-ids.service.js';
import { CompatRefusal } from './compat-refusal.js';

/** What was accepted, and which ids its caller expects. */
export interface Accepted {
  readonly store: StoreContext;
  readonly messageKey: string;
  /** Whose contact was sent. */
  readonly contactKey?: string;
  readonly event?: {
    readonly contactKey: string;
    readonly type: string;
    readonly externalId?: string;
  };
}

export interface Found {
  readonly contactId?: string;
  readonly eventId?: string;
  /** Of whom nothing is kept, not even which id was answered. */
  readonly isKeptNowhere: boolean;
}

interface MessageRow {
  readonly id: string;
  readonly state: string;
  readonly rule: string | null;
  readonly detail: string | null;
}

const WAIT_MS = 2_000;
const FIRST_STEP_MS = 20;
const LONGEST_STEP_MS = 120;

/** Looks what became of an accepted call, for as long as its caller may be kept waiting. */
@Injectable()
export class CompatOutcome {
  /** How long a caller waits for ids of SALESmanago; tests have more time, or less. */
  readonly waitMs: number = WAIT_MS;

  constructor(
    private readonly db: Database,
    private readonly ids: CompatIds,
  ) {}

  /**
   * SALESmanago's ids, as far as they come within two seconds.
   * @throws CompatRefusal when SALESmanago refused it in that time, with its words.
   */
  async of(accepted: Accepted): Promise<Found> {
    const end = performance.now() + this.waitMs;
    for (let step = FIRST_STEP_MS; ; step = Math.min(step * 1.5, LONGEST_STEP_MS)) {
      const message = await this.message(accepted);
      if (message?.state === 'dead') throw await this.refusal(accepted.store, message);
      const found = await this.look(accepted, message);
      const isWhole =
        (!accepted.contactKey || found.contactId) && (!accepted.event || found.eventId);
      const isOver = message !== undefined && message.state !== 'pending';
      if (isWhole || isOver || performance.now() >= end) {
        return { ...found, isKeptNowhere: keepsNothing(message?.rule) };
      }
      await wait(step);
    }
  }

  private async message({ store, messageKey }: Accepted): Promise<MessageRow | undefined> {
    const [row] = await this.db.query<MessageRow>(
      'SELECT id, state, rule, detail FROM message WHERE tenant_id = $1 AND store_id = $2 AND message_key = $3',
      [store.tenantId, store.storeId, `compat:${messageKey}`],
    );
    return row;
  }

  private async look(
    { store, contactKey, event }: Accepted,
    message: MessageRow | undefined,
  ): Promise<Omit<Found, 'isKeptNowhere'>> {
    const contactId = contactKey ? await this.ids.realContactId(store, contactKey) : undefined;
    const eventId = event && message ? await this.eventId(store, event, message) : undefined;
    return { ...(contactId ? { contactId } : {}), ...(eventId ? { eventId } : {}) };
  }

  private async eventId(
    { tenantId, accountId, facts }: StoreContext,
    { contactKey, type, externalId }: NonNullable<Accepted['event']>,
    { id, state }: MessageRow,
  ): Promise<string | undefined> {
    const [sent] = await this.db.query<{ result: string | null }>(
      `SELECT result FROM command WHERE tenant_id = $1 AND message_id = $2 AND state = 'done'
       AND kind IN ('addEvent', 'cartEvent') AND result IS NOT NULL`,
      [tenantId, id],
    );
    if (sent?.result) return sent.result;
    if (state !== 'filtered') return undefined;
    // Nothing new was sent: the event is the one that is there.
    const [known] =
      type === 'CART'
        ? await this.db.query<{ event_id: string | null }>(
            `SELECT event_id FROM cart WHERE tenant_id = $1 AND account_id = $2 AND cart_key = $3
             ORDER BY created_at DESC LIMIT 1`,
            [tenantId, accountId, cartKeyOf(facts, contactKey)],
          )
        : await this.db.query<{ event_id: string | null }>(
            'SELECT event_id FROM effect WHERE tenant_id = $1 AND effect_key = $2',
            [tenantId, orderEffectKey(facts, externalId ?? '', effectOf(type))],
          );
    return known?.event_id ?? undefined;
  }

  private async refusal({ tenantId }: StoreContext, message: MessageRow): Promise<CompatRefusal> {
    const [dead] = await this.db.query<{ detail: string | null }>(
      `SELECT detail FROM command WHERE tenant_id = $1 AND message_id = $2 AND state = 'dead' LIMIT 1`,
      [tenantId, message.id],
    );
    return new CompatRefusal(dead?.detail ?? message.detail ?? 'It was refused');
  }
}

const effectOf = (type: string) =>
  type === 'PURCHASE' || type === 'RETURN' ? type : ('CANCELLATION' as const);

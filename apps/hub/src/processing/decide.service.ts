import { Injectable } from '@nestjs/common';
import {
  type Decision,
  type DecisionInput,
  decide,
  type ExportOptions,
  type LookUps,
  lookUpsOf,
  type MappedRow,
  type MessageSource,
} from '@storewire/core';
import { moveWaitingCarts } from '../carts/waiting-carts.js';
import { Clock } from '../clock.js';
import type { RememberedConsent, SalesmanagoStatus } from '../consent/consent-status.js';
import { Database } from '../database/database.service.js';
import { InboxRepository, type NewMessage } from '../database/inbox.repository.js';
import { KnowledgeRepository } from '../database/knowledge.repository.js';
import { EffectTaken, OutboxRepository } from '../database/outbox.repository.js';
import { countMoves, settleMessages } from '../database/settle.js';
import type { Sql, Tx } from '../database/sql.js';
import { newId } from '../ids.js';
import type { StoreContext } from '../stores/store-context.js';
import { factsFor } from '../stores/storefront-claims.js';
import { reach } from '../work/crash-points.js';
import { saveDecisions } from './decision.writer.js';
import { Gathering } from './gathering.js';
import { Knowledge } from './knowledge.js';
import { tellOtherStores } from './other-stores.js';
import { queueCommands } from './queue-commands.js';
import { Reconciliation } from './reconciliation.service.js';

/** A message with the records its mappings gave. */
export interface Translated {
  readonly messageId: string;
  readonly source: MessageSource;
  readonly store: StoreContext;
  readonly rows: readonly MappedRow[];
  readonly exportId: string | null;
  readonly exportOptions?: ExportOptions;
  /** What SALESmanago said of people before the decision, by address (D9). */
  readonly statuses?: ReadonlyMap<string, SalesmanagoStatus>;
  /** What was remembered of the person of a callback when SALESmanago was asked. */
  readonly remembered?: RememberedConsent;
}

/** What was decided about one message. */
export interface Decided {
  readonly message: Translated;
  /** Nothing was decided or stored: the answer of SALESmanago was out of date, and it has to be asked again. */
  readonly isOutdated?: true;
  readonly decisions: readonly Decision[];
  /** Connections of other stores that have work because of its batch. */
  readonly told?: readonly string[];
}

const MAX_TRIES = 3;
/** Messages of several stores that one transaction decides. */
const MAX_TOGETHER = 64;

/** The rules failed on one message, which is a fault of ours; nothing of its batch was stored. */
export class Undecidable extends Error {
  constructor(
    readonly messageId: string,
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Decides translated messages of one account in one transaction: state, decision, commands and effects together. */
@Injectable()
export class DecideService {
  private readonly gathering = new Gathering<Translated, Decided>(
    (messages) => this.decideInOrder(messages),
    MAX_TOGETHER,
  );

  constructor(
    private readonly db: Database,
    private readonly outbox: OutboxRepository,
    private readonly inbox: InboxRepository,
    private readonly reconciliation: Reconciliation,
    private readonly clock: Clock,
  ) {}

  /** Decides and stores. All messages belong to the same account; those of its other stores may go along. */
  async decideAndStore(messages: readonly Translated[]): Promise<readonly Decided[]> {
    const { tenantId = '', accountId = '' } = messages[0]?.store ?? {};
    const decided = await this.gathering.add(`${tenantId}/${accountId}`, messages);
    await this.reconciliation.countLate(messages);
    return decided;
  }

  private async decideInOrder(messages: readonly Translated[]): Promise<readonly Decided[]> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.db.write(async (tx) => {
          const { decided, knowledge } = await this.decideAll(tx, messages);
          const upToDate = decided.filter(({ isOutdated }) => !isOutdated);
          const told = await this.store(tx, upToDate, knowledge);
          await knowledge.save(tx, this.clock.now());
          reach('decide.beforeCommit');
          return decided.map((one) => ({ ...one, told }));
        });
      } catch (error) {
        // Another process took an effect in between; with what it wrote the rules decide differently.
        if (!(error instanceof EffectTaken) || tries >= MAX_TRIES) throw error;
      }
    }
  }

  /** What would be decided now, with nothing stored and nothing sent. */
  async preview(messages: readonly Translated[]): Promise<readonly Decided[]> {
    return (await this.decideAll(this.db, messages)).decided;
  }

  private async decideAll(
    sql: Sql,
    messages: readonly Translated[],
  ): Promise<{ decided: Decided[]; knowledge: Knowledge }> {
    const [first] = messages;
    const knowledge = new Knowledge(
      new KnowledgeRepository(sql, first?.store.tenantId ?? '', first?.store.accountId ?? ''),
    );
    const asks = messages.flatMap((message) =>
      message.rows.map((mapped) => ({
        message,
        mapped,
        isCallback: message.source === 'callback',
        ...askFor(message, mapped),
      })),
    );
    await knowledge.load(asks);
    const now = this.clock.instant();
    const decisions = new Map<Translated, Decision[]>(messages.map((message) => [message, []]));
    const outdated = new Set<Translated>();
    for (const { message, mapped, lookUps, store: facts } of asks) {
      if (message.remembered && !knowledge.isStill(message.remembered)) {
        outdated.add(message);
        continue;
      }
      const { kind, trigger, storefront } = mapped.row;
      const decision = decideOne(message, {
        kind,
        record: mapped.result.record,
        source: message.source,
        ...(trigger ? { trigger } : {}),
        ...(storefront ? { storefront } : {}),
        store: facts,
        known: knowledge.stateFor(kind, mapped.result.record, facts, lookUps, message.statuses),
        ...(message.exportOptions ? { exportOptions: message.exportOptions } : {}),
        ...(mapped.extras ? { extras: mapped.extras } : {}),
        now,
      });
      knowledge.remember(decision, facts, now);
      decisions.get(message)?.push(decision);
    }
    return {
      decided: messages.map((message) => ({
        message,
        decisions: decisions.get(message) ?? [],
        ...(outdated.has(message) ? { isOutdated: true } : {}),
      })),
      knowledge,
    };
  }

  /** @returns connections that have a message now because of what another store said. */
  private async store(
    tx: Tx,
    decided: readonly Decided[],
    knowledge: Knowledge,
  ): Promise<string[]> {
    const [first] = decided;
    if (!first) return [];
    const { tenantId } = first.message.store;
    const now = this.clock.now();
    const overtaken = await queueCommands(tx, this.outbox, decided, now);
    const moved = await saveDecisions(tx, decided, now);
    await countMoves(tx, moved);
    const cartsOfKnown = await moveWaitingCarts(tx, decided, now);
    const others = await tellOtherStores(tx, decided, knowledge, now);
    await this.inbox.insert(tx, [...rechecksOf(decided, now), ...cartsOfKnown, ...others]);
    if (overtaken.length) await settleMessages(tx, tenantId, overtaken, now);
    return others.map(({ connectionId }) => connectionId);
  }
}

/** S26 `sendLater`: the document is decided again at its time; if the store said otherwise by then, it is out of date. */
const rechecksOf = (decided: readonly Decided[], now: number): NewMessage[] =>
  decided.flatMap(({ message: { store, rows, messageId }, decisions }) =>
    decisions.flatMap(({ memory: { recheckAt } }, i) =>
      recheckAt
        ? [
            {
              tenantId: store.tenantId,
              id: newId(),
              storeId: store.storeId,
              connectionId: store.connectionId,
              source: 'poll',
              topic: 'recheck',
              messageKey: `recheck:${messageId}:${i}`,
              body: JSON.stringify(rows[i]?.row),
              encoding: 'utf8',
              meta: {},
              receivedAt: now,
              dueAt: Date.parse(recheckAt),
            },
          ]
        : [],
    ),
  );

function decideOne({ messageId }: Translated, input: DecisionInput): Decision {
  try {
    return decide(input);
  } catch (error) {
    throw new Undecidable(messageId, error);
  }
}

const askFor = (
  { store }: Translated,
  { row, result }: MappedRow,
): {
  kind: MappedRow['row']['kind'];
  record: object;
  store: StoreContext['facts'];
  lookUps: LookUps;
} => {
  const facts = factsFor(store, row);
  return {
    kind: row.kind,
    record: result.record,
    store: facts,
    lookUps: lookUpsOf(row.kind, result.record, facts),
  };
};

import { Injectable } from '@nestjs/common';
import type { Reason } from '@storewire/core';
import { type Page, pageOf } from '../api/page.js';
import { Database } from '../database/database.service.js';
import { inList, listParam, type Value } from '../database/sql.js';
import { CommandRow } from '../delivery/command.entity.js';
import { Message, type MessageState } from '../intake/message.entity.js';
import { MessageBody } from '../intake/message-body.entity.js';
import { CommandViewService } from './command-view.service.js';
import { DecisionRow } from './decision.entity.js';
import { type Explained, type ExplainedCommand, explain } from './explanation.js';
import type { CommandAnswer, TimingAnswer } from './message.dto.js';

export interface MessageSummary {
  readonly id: string;
  readonly receivedAt: string;
  readonly source: string;
  readonly topic: string;
  readonly state: MessageState;
  /** The rule that filtered it. */
  readonly rule: string | null;
  /** Why it is dead, or why it waits. */
  readonly cause: string | null;
  /** Why it is in this state, in a sentence. */
  readonly explanation: string;
  readonly email: string | null;
  readonly reference: string | null;
  readonly settledAt: string | null;
}

export interface MessageDetail extends MessageSummary {
  readonly raw: string | null;
  readonly detail: string | null;
  readonly decisions: readonly { decidedAt: string; records: unknown[]; reasons: unknown[] }[];
  readonly commands: readonly CommandAnswer[];
  readonly timing: TimingAnswer;
}

type Found = Record<string, Value>;

const SUMMARY =
  'id, received_at, source, topic, stage, state, rule, cause, detail, email, reference, settled_at';

/** What came in, what was decided and why, what was sent and what was answered. */
@Injectable()
export class MessageViewService {
  constructor(
    private readonly db: Database,
    private readonly commands: CommandViewService,
  ) {}

  /** Newest first; `q` is an order number, the store's id of an order, an e-mail address or a message id. */
  async list(
    tenantId: string,
    storeId: string,
    filter: { q?: string; state?: MessageState; limit: number; after: string },
  ): Promise<Page<MessageSummary>> {
    const params: Value[] = [tenantId, storeId];
    const where = ['tenant_id = $1', 'store_id = $2'];
    const bind = (value: Value): string => `$${params.push(value)}`;
    if (filter.state) where.push(`state = ${bind(filter.state)}`);
    if (filter.after) where.push(`id < ${bind(filter.after)}`);
    if (filter.q) where.push(`id IN (${matching(filter.q.trim(), bind)})`);
    const rows = await this.db.query(
      `SELECT ${SUMMARY} FROM message
       WHERE ${where.join(' AND ')} ORDER BY id DESC LIMIT ${filter.limit + 1}`,
      params,
    );
    const reasons = await this.reasonsOf(tenantId, rows);
    const commands = await this.endsOf(tenantId, rows);
    return pageOf(
      rows.map((row) =>
        summary(row, reasons.get(String(row.id)) ?? [], commands.get(String(row.id)) ?? []),
      ),
      filter.limit,
      (message) => message.id,
    );
  }

  async one(tenantId: string, storeId: string, id: string): Promise<MessageDetail | undefined> {
    const message = await this.db.of(tenantId, Message).findOne({ id, storeId });
    if (!message) return undefined;
    const came = await this.db.of(tenantId, MessageBody).findOne({ messageId: id });
    const decisions = await this.db
      .of(tenantId, DecisionRow)
      .find({ where: { messageId: id }, order: { revision: 'ASC' } });
    const rows = await this.db
      .of(tenantId, CommandRow)
      .find({ where: { messageId: id }, order: { id: 'ASC' } });
    const commands = await this.commands.withAttempts(tenantId, rows);
    return {
      ...summary(
        {
          ...message,
          received_at: message.receivedAt,
          settled_at: message.settledAt,
        } as unknown as Found,
        (decisions.at(-1)?.reasons ?? []) as Reason[][],
        rows,
      ),
      raw:
        came?.encoding === 'base64'
          ? Buffer.from(came.body, 'base64').toString()
          : (came?.body ?? null),
      detail: message.detail,
      decisions: decisions.map((row) => ({
        decidedAt: iso(row.decidedAt),
        records: row.records,
        reasons: row.reasons,
      })),
      commands,
      timing: timingOf(message, commands),
    };
  }

  /** Of the last decision of each message that has none but reasons to show. */
  private async reasonsOf(
    tenantId: string,
    messages: readonly Found[],
  ): Promise<Map<string, Reason[][]>> {
    const ids = idsOf(messages, ({ state }) => state === 'filtered');
    if (ids.length === 0) return new Map();
    const rows = await this.db.query<{ message_id: string; reasons: string }>(
      `SELECT message_id, reasons FROM decision WHERE tenant_id = $1 AND ${inList('message_id', 2)} ORDER BY revision`,
      [tenantId, listParam(ids)],
    );
    return new Map(rows.map((row) => [row.message_id, JSON.parse(row.reasons)]));
  }

  private async endsOf(
    tenantId: string,
    messages: readonly Found[],
  ): Promise<Map<string, (ExplainedCommand & { message_id: string })[]>> {
    const ids = idsOf(messages, ({ stage }) => stage === 'decided');
    if (ids.length === 0) return new Map();
    const rows = await this.db.query<ExplainedCommand & { message_id: string }>(
      `SELECT message_id, kind, state, cause, detail FROM command
       WHERE ${inList('message_id', 1)} AND tenant_id = $2 ORDER BY message_id, id`,
      [listParam(ids), tenantId],
    );
    return Map.groupBy(rows, (row) => row.message_id);
  }
}

/**
 * Ids of messages a search means, one index look-up each. Shops write order numbers with a leading `#` or without, and
 * so do people.
 */
function matching(q: string, bind: (value: Value) => string): string {
  const bare = q.replace(/^#/, '');
  const numbers = `${bind(bare)}, ${bind(`#${bare}`)}`;
  const mine = 'SELECT id FROM message WHERE tenant_id = $1 AND store_id = $2 AND';
  return [
    `${mine} reference IN (${numbers})`,
    `${mine} external_id IN (${numbers})`,
    `${mine} email = ${bind(q.toLowerCase())}`,
    `${mine} id = ${bind(q)}`,
  ].join(' UNION ');
}

const idsOf = (messages: readonly Found[], isMeant: (message: Found) => boolean): string[] =>
  messages.filter(isMeant).map(({ id }) => String(id));

const iso = (ms: unknown): string => new Date(Number(ms)).toISOString();

const isoOrNull = (ms: Value | undefined): string | null =>
  ms === null || ms === undefined ? null : iso(ms);

const summary = (
  row: Found,
  reasons: readonly (readonly Reason[])[],
  commands: readonly ExplainedCommand[],
): MessageSummary => ({
  id: String(row.id),
  receivedAt: iso(row.received_at),
  source: String(row.source),
  topic: String(row.topic),
  state: row.state as MessageState,
  rule: row.rule as string | null,
  cause: row.cause as string | null,
  explanation: explain(row as unknown as Explained, reasons, commands),
  email: row.email as string | null,
  reference: row.reference as string | null,
  settledAt: isoOrNull(row.settled_at),
});

/** How long each step took; what has not happened yet is null. */
function timingOf(message: Message, commands: readonly CommandAnswer[]): TimingAnswer {
  const { receivedAt, decidedAt, settledAt } = message;
  const starts = commands.flatMap(({ attempts }) =>
    attempts.map(({ startedAt }) => Date.parse(startedAt)),
  );
  const firstSentAt = starts.length ? Math.min(...starts) : null;
  return {
    receivedAt: iso(receivedAt),
    decidedAt: isoOrNull(decidedAt),
    firstSentAt: isoOrNull(firstSentAt),
    settledAt: isoOrNull(settledAt),
    decidingMs: between(receivedAt, decidedAt),
    waitingMs: between(decidedAt, firstSentAt),
    deliveringMs: between(firstSentAt, settledAt),
    totalMs: between(receivedAt, settledAt),
  };
}

/** A retried message was settled before what came after. */
const between = (from: number | null, to: number | null): number | null =>
  from === null || to === null ? null : Math.max(0, to - from);

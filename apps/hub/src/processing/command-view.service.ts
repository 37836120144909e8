import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.service.js';
import { inList, listParam, type Value } from '../database/sql.js';
import type { CommandRow } from '../delivery/command.entity.js';
import { requestOf } from '../delivery/sent-request.js';
import type { AttemptAnswer, CommandAnswer } from './message.dto.js';

/** What was told to SALESmanago, try by try, with the answers. */
@Injectable()
export class CommandViewService {
  constructor(private readonly db: Database) {}

  async withAttempts(tenantId: string, commands: readonly CommandRow[]): Promise<CommandAnswer[]> {
    if (commands.length === 0) return [];
    const rows = await this.db.query(
      `SELECT id, command_id, method, batch_size, started_at, finished_at, outcome, answer, event_id, payload FROM attempt
       WHERE ${inList('command_id', 1)} AND tenant_id = $2 ORDER BY id`,
      [listParam(commands.map((command) => command.id)), tenantId],
    );
    const byCommand = Map.groupBy(rows, (row) => String(row.command_id));
    return commands.map((command) => ({
      id: command.id,
      kind: command.kind,
      state: command.state,
      payload: command.payload,
      effectKey: command.effectKey,
      cause: command.cause,
      detail: command.detail,
      result: command.result,
      createdAt: iso(command.createdAt),
      settledAt: command.settledAt === null ? null : iso(command.settledAt),
      attempts: (byCommand.get(command.id) ?? []).map((row) => attemptOf(row, command)),
    }));
  }
}

function attemptOf(row: Record<string, Value>, command: CommandRow): AttemptAnswer {
  const method = String(row.method);
  const startedAt = Number(row.started_at);
  const finishedAt = row.finished_at === null ? null : Number(row.finished_at);
  const payload = row.payload === null ? command.payload : JSON.parse(String(row.payload));
  const kind = command.kind as Parameters<typeof requestOf>[1]['kind'];
  return {
    id: String(row.id),
    method,
    batchSize: Number(row.batch_size),
    startedAt: iso(startedAt),
    finishedAt: finishedAt === null ? null : iso(finishedAt),
    durationMs: finishedAt === null ? null : finishedAt - startedAt,
    request: requestOf({ method, eventId: row.event_id as string | null }, { kind, payload }),
    outcome: String(row.outcome),
    answer: row.answer as string | null,
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();

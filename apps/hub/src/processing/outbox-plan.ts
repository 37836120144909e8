import { type Command, LANE_CLASSES } from '@storewire/core';
import type { NewCommand } from '../database/outbox.repository.js';
import { newId } from '../ids.js';
import { coalesce, type OpenCommand } from './coalesce.js';

export interface PlannedCommand {
  readonly command: Command;
  readonly storeId: string;
  readonly messageId: string;
  readonly exportId: string | null;
}

interface Last {
  readonly open: OpenCommand;
  /** Set while the command is not in the table yet. */
  readonly fresh?: { -readonly [K in keyof NewCommand]: NewCommand[K] };
}

/** A command in the table that takes over what newer ones say. */
export interface GrownCommand {
  readonly id: string;
  readonly payload: unknown;
  readonly lane: number;
}

/**
 * Puts decided commands behind what is open for their contacts: the first open command of a contact is ready, the
 * others wait, and what can be said by a waiting command is said by it.
 */
export class OutboxPlan {
  readonly commands: NewCommand[] = [];
  readonly grown = new Map<string, GrownCommand>();
  readonly superseded: string[] = [];
  /** Messages whose command was superseded before it was stored. */
  readonly overtaken: string[] = [];
  private readonly lasts = new Map<string, Last>();

  constructor(
    private readonly tenantId: string,
    private readonly accountId: string,
    open: ReadonlyMap<string, OpenCommand>,
    private readonly now: number,
  ) {
    for (const [key, command] of open) this.lasts.set(key, { open: command });
  }

  add(planned: PlannedCommand): void {
    const key = planned.command.contactKey.toLowerCase();
    const last = this.lasts.get(key);
    const how = coalesce(last?.open, planned.command, planned.exportId);
    if (last && how.kind === 'merge') {
      this.merge(planned, key, last, how.payload);
    } else if (last && how.kind === 'supersede') {
      this.supersede(last);
      this.append(planned, key, last.open.state === 'ready' ? 'ready' : 'waiting');
    } else {
      this.append(planned, key, last ? 'waiting' : 'ready');
    }
  }

  private append(planned: PlannedCommand, key: string, state: 'ready' | 'waiting'): void {
    const fresh = this.newCommand(planned, state);
    this.commands.push(fresh);
    this.lasts.set(key, {
      fresh,
      open: {
        id: fresh.id,
        kind: planned.command.kind,
        state,
        exportId: planned.exportId,
        lane: LANE_CLASSES.indexOf(planned.command.lane),
        payload: planned.command.payload,
      },
    });
  }

  private merge(planned: PlannedCommand, key: string, last: Last, payload: unknown): void {
    const lane = Math.min(last.open.lane, LANE_CLASSES.indexOf(planned.command.lane));
    this.commands.push({ ...this.newCommand(planned, 'merged'), mergedInto: last.open.id });
    if (last.fresh) {
      last.fresh.command = { ...last.fresh.command, payload, lane: LANE_CLASSES[lane] } as Command;
    } else {
      this.grown.set(last.open.id, { id: last.open.id, payload, lane });
    }
    this.lasts.set(key, { ...last, open: { ...last.open, payload, lane } });
  }

  private supersede({ open, fresh }: Last): void {
    if (!fresh) {
      this.superseded.push(open.id);
      return;
    }
    fresh.state = 'superseded';
    this.overtaken.push(fresh.messageId);
  }

  private newCommand(planned: PlannedCommand, state: NewCommand['state']): NewCommand {
    return {
      tenantId: this.tenantId,
      id: newId(),
      accountId: this.accountId,
      storeId: planned.storeId,
      messageId: planned.messageId,
      exportId: planned.exportId,
      command: planned.command,
      state,
      mergedInto: null,
      createdAt: this.now,
    };
  }
}

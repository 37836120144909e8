import { Injectable } from '@nestjs/common';
import type { SalesmanagoClient } from '@storewire/salesmanago';
import { Database } from '../database/database.service.js';
import { ExportOptionsReader } from '../exports/export-options.reader.js';
import { reach } from '../work/crash-points.js';
import type { PlannedCall } from './call-plan.js';
import { type Outcome, outcomeOf, type Result, type StartedCommand } from './outcome.js';
import { QuietBatch } from './quiet-batch.js';
import { cartCall, type SentCall } from './sent-request.js';
import { addressOf, payloadOf, toBatchEvent, toEvent, toIdentity, toUpsert } from './wire.js';

/** Makes one planned call and says, for each of its commands, what came of it. Never throws. */
@Injectable()
export class Sender {
  constructor(
    private readonly db: Database,
    private readonly exports: ExportOptionsReader,
    private readonly quiet: QuietBatch,
  ) {}

  async send(
    tenantId: string,
    accountId: string,
    client: SalesmanagoClient,
    method: PlannedCall['method'],
    started: readonly StartedCommand[],
  ): Promise<Result[]> {
    let sent: SentCall | undefined;
    try {
      if (method === 'contactBatch') return await this.contactBatch(tenantId, client, started);
      if (method === 'eventBatch') return await this.eventBatch(client, started);
      const [one] = started;
      if (!one) return [];
      const { command } = one;
      const isCart = command.kind === 'cartEvent' || command.kind === 'deleteCartEvent';
      if (isCart) sent = cartCall(command.kind, await this.cartEventId(tenantId, accountId, one));
      const outcome = await this.single(client, one, sent?.eventId);
      return [{ ...one, ...(sent ? { sent } : {}), outcome }];
    } catch (error) {
      const outcome = outcomeOf(error);
      // A batch that is refused as a whole says nothing about its records; each one alone does.
      const own: Outcome =
        outcome.kind === 'refused' && started.length > 1
          ? { kind: 'alone', detail: outcome.detail }
          : outcome;
      return started.map((one) => ({ ...one, ...(sent ? { sent } : {}), outcome: own }));
    }
  }

  private async contactBatch(
    tenantId: string,
    client: SalesmanagoClient,
    started: readonly StartedCommand[],
  ): Promise<Result[]> {
    const upserts = started.map(({ command }) => toUpsert(payloadOf(command, 'upsertContact')));
    const exportId = started[0]?.command.exportId;
    const asked = exportId ? await this.exports.optionsOf(tenantId, exportId) : undefined;
    if (asked?.automation === false) return this.quiet.send(client, started, upserts);
    const { value } = await client.contacts.batchUpsert(upserts).finally(middle);
    return started.map((one, i) => {
      const outcome = value[i];
      return {
        ...one,
        outcome:
          outcome?.status === 'done'
            ? { kind: 'done', id: outcome.contactId }
            : { kind: 'alone', detail: 'The answer to the batch does not name this contact.' },
      };
    });
  }

  private async eventBatch(
    client: SalesmanagoClient,
    started: readonly StartedCommand[],
  ): Promise<Result[]> {
    const { value } = await client.events
      .addBatch(started.map(({ command }) => toBatchEvent(command)))
      .finally(middle);
    const failed = new Set(value.failed.map((name) => name.toLowerCase()));
    return started.map((one) => ({
      ...one,
      outcome: failed.has((addressOf(one.command) ?? one.command.contactKey).toLowerCase())
        ? { kind: 'alone', detail: 'The answer to the batch names this contact as failed.' }
        : { kind: 'done' },
    }));
  }

  private async single(
    client: SalesmanagoClient,
    { command }: StartedCommand,
    /** The event of an open cart. */
    eventId: string | undefined,
  ): Promise<Outcome> {
    switch (command.kind) {
      case 'upsertContact':
      case 'changeEmail': {
        const { value } = await client.contacts.upsert(
          toUpsert(payloadOf(command, 'upsertContact')),
        );
        return { kind: 'done', id: value.contactId };
      }
      case 'addEvent': {
        const { contact, event } = payloadOf(command, 'addEvent');
        const { value } = await client.events.add({
          ...toIdentity(contact),
          contactEvent: toEvent(event),
        });
        return { kind: 'done', id: value.eventId };
      }
      case 'cartEvent': {
        const { contact, event } = payloadOf(command, 'cartEvent');
        const { value } = eventId
          ? await client.events.update(eventId, toEvent(event))
          : await client.events.add({ ...toIdentity(contact), contactEvent: toEvent(event) });
        return { kind: 'done', id: value.eventId };
      }
      case 'deleteCartEvent': {
        if (eventId) await client.events.delete(eventId);
        return { kind: 'done', answer: eventId ? 'deleted' : 'there was no event to delete' };
      }
      case 'deleteContact':
        await client.contacts.delete(payloadOf(command, 'deleteContact').email);
        return { kind: 'done' };
      case 'writeConsent':
        throw new Error('Consent is written by the lane of the connection.');
    }
  }

  private async cartEventId(
    tenantId: string,
    accountId: string,
    { command }: StartedCommand,
  ): Promise<string | undefined> {
    if (command.kind === 'cartEvent' && !payloadOf(command, 'cartEvent').isUpdate) return undefined;
    const { cartKey, openedAt } = payloadOf(command, 'deleteCartEvent');
    const [row] = await this.db.query<{ event_id: string | null }>(
      'SELECT event_id FROM cart WHERE tenant_id = $1 AND account_id = $2 AND cart_key = $3 AND created_at = $4',
      [tenantId, accountId, cartKey, Date.parse(openedAt)],
    );
    return row?.event_id ?? undefined;
  }
}

const middle = (): void => reach('batch.middle');

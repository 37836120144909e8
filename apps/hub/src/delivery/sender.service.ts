import { Injectable } from '@nestjs/common';
import type { SalesmanagoClient } from '@storewire/salesmanago';
import { Database } from '../database/database.service.js';
import type { DueCommand } from '../database/outbox.repository.js';
import { ExportOptionsReader } from '../exports/export-options.reader.js';
import { reach } from '../work/crash-points.js';
import type { PlannedCall } from './call-plan.js';
import { KeyInformationCall } from './key-information-call.js';
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
    private readonly keyInformation: KeyInformationCall,
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
      if (command.kind === 'keyInformation') {
        const outcome = await this.keyInformation.send(tenantId, accountId, command);
        return [{ ...one, outcome }];
      }
      const isCart = command.kind === 'cartEvent' || command.kind === 'deleteCartEvent';
      if (isCart) sent = cartCall(command.kind, await this.cartEventId(tenantId, accountId, one));
      const outcome = await this.single(tenantId, client, one, sent?.eventId);
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
    tenantId: string,
    client: SalesmanagoClient,
    { command }: StartedCommand,
    /** The event of an open cart. */
    eventId: string | undefined,
  ): Promise<Outcome> {
    switch (command.kind) {
      case 'upsertContact': {
        const upsert = toUpsert(payloadOf(command, 'upsertContact'));
        const { value } = await client.contacts.upsert(upsert);
        return { kind: 'done', id: value.contactId };
      }
      case 'changeEmail':
        return this.changeEmail(tenantId, client, command);
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
        if (!eventId) return { kind: 'done', answer: 'there was no event to delete' };
        return this.delete(tenantId, command, () => client.events.delete(eventId));
      }
      case 'deleteContact': {
        const { email } = payloadOf(command, 'deleteContact');
        return this.delete(
          tenantId,
          command,
          () => client.contacts.delete(email),
          async () => (await client.contacts.hasContact(email)).exists,
        );
      }
      case 'keyInformation':
        throw new Error('Key Information has a call of its own.');
      case 'writeConsent':
        throw new Error('Consent is written by the lane of the connection.');
    }
  }

  /** A change that was made already is not asked for again: there is nobody under the old address any more. */
  private async changeEmail(
    tenantId: string,
    client: SalesmanagoClient,
    command: DueCommand,
  ): Promise<Outcome> {
    const payload = payloadOf(command, 'changeEmail');
    if (await this.wasPerhapsSent(tenantId, command)) {
      const { exists, contactId } = await client.contacts.hasContact(payload.newEmail);
      const answer = 'The contact has the new address: an earlier call had changed it.';
      if (exists) return { kind: 'done', ...(contactId ? { id: contactId } : {}), answer };
    }
    const { value } = await client.contacts.upsert(toUpsert(payload));
    return { kind: 'done', id: value.contactId };
  }

  /** A deletion that was carried out before its answer got lost is refused the second time, and is done. */
  private async delete(
    tenantId: string,
    command: DueCommand,
    remove: () => Promise<void>,
    isStillThere: () => Promise<boolean> = async () => false,
  ): Promise<Outcome> {
    try {
      await remove();
      return { kind: 'done', answer: 'deleted' };
    } catch (error) {
      const isRefused = outcomeOf(error).kind === 'refused';
      if (!isRefused || !(await this.wasPerhapsSent(tenantId, command))) throw error;
      if (await isStillThere()) throw error;
      return { kind: 'done', answer: 'An earlier call had deleted it.' };
    }
  }

  /** Whether an earlier call about this, whose outcome nobody knows, may have been carried out. */
  private async wasPerhapsSent(tenantId: string, { id }: DueCommand): Promise<boolean> {
    const rows = await this.db.query(
      `SELECT 1 AS one FROM attempt WHERE command_id = $1 AND outcome = 'unknown' AND tenant_id = $2 LIMIT 1`,
      [id, tenantId],
    );
    return rows.length > 0;
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

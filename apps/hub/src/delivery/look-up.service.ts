import { Injectable, Logger } from '@nestjs/common';
import type { ContactRef } from '@storewire/core';
import type { ContactCard, ReadEvent } from '@storewire/salesmanago';
import { Account } from '../accounts/account.entity.js';
import { type AccountContext, AccountDirectory } from '../accounts/account-directory.js';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { type DueCommand, OutboxRepository } from '../database/outbox.repository.js';
import { reach } from '../work/crash-points.js';
import { WorkQueue } from '../work/work-queue.js';
import type { AccountPace } from './account-pace.js';
import { LookUpWriter } from './look-up.writer.js';
import { outcomeOf, type Result } from './outcome.js';
import { probeWaitMs, retryVerdict, UNPROVEN_MS } from './retry-policy.js';
import { payloadOf } from './wire.js';

/** Cards that one call may ask for. */
const MAX_CARDS = 50;
/** How often in an hour an account is asked whether look-ups work. */
const PROOF_TRIES = 5;
const PROOF_WINDOW_MS = 3_600_000;

export type LookUpVerdict =
  | { readonly kind: 'found'; readonly eventId: string | null }
  | { readonly kind: 'later'; readonly dueAt: number }
  | { readonly kind: 'sendAgain' }
  /** It is not there, and was sent often enough. */
  | { readonly kind: 'giveUp'; readonly why: string }
  /** Nobody can tell: a person has to say. */
  | { readonly kind: 'ask' };

/**
 * Looks whether an event of unknown outcome arrived, before anything is sent again. Where look-ups have never been
 * seen to work for the account, a person is asked instead.
 */
@Injectable()
export class LookUpService {
  private readonly log = new Logger('look-up');
  private readonly proofTries = new Map<string, { count: number; since: number }>();

  constructor(
    private readonly db: Database,
    private readonly outbox: OutboxRepository,
    private readonly writer: LookUpWriter,
    private readonly accounts: AccountDirectory,
    private readonly queue: WorkQueue,
    private readonly clock: Clock,
  ) {}

  /** Starts the look-ups that are due, as one call. @returns whether one was started. */
  async startDue(account: AccountContext, pace: AccountPace, done: () => void): Promise<boolean> {
    const { tenantId, accountId } = account;
    const due = await this.outbox.dueLookUps(tenantId, accountId, this.clock.now(), MAX_CARDS);
    const [first] = due;
    if (!first) return false;
    const byEmail = !isById(first);
    const batch = due.filter((command) => isById(command) !== byEmail);
    await this.writer.hold(tenantId, batch);
    pace.start();
    this.queue.beside(
      this.lookUp(account, batch, byEmail)
        .then((failure) => {
          if (failure) this.failed(pace);
          else pace.succeeded(false);
        })
        .catch((error: Error) => {
          this.failed(pace);
          this.log.error(`A look-up failed: ${error.name}`);
        })
        .finally(done),
    );
    return true;
  }

  private failed(pace: AccountPace): void {
    pace.failed(performance.now(), probeWaitMs(pace.consecutiveFailures + 1), false);
  }

  /** Tries with events that are known to have arrived, until one is found again. */
  async proveWith(account: AccountContext, results: readonly Result[]): Promise<void> {
    if (account.isLookUpProven) return;
    const key = `${account.tenantId}/${account.accountId}`;
    const now = performance.now();
    const known = this.proofTries.get(key);
    const tries = known && now - known.since < PROOF_WINDOW_MS ? known : { count: 0, since: now };
    const sent = results.find(
      ({ command, outcome }) =>
        outcome.kind === 'done' && command.kind === 'addEvent' && !isById(command),
    );
    if (!sent || tries.count >= PROOF_TRIES) return;
    this.proofTries.set(key, { ...tries, count: tries.count + 1 });
    try {
      const [card] = await account.client.contacts.listAll([nameOf(sent.command)]);
      if (!card?.events.some((event) => isSame(event, sent.command))) return;
      await this.db
        .of(account.tenantId, Account)
        .update({ id: account.accountId }, { lookUpProven: 1 });
      this.accounts.forget(account.tenantId, account.accountId);
    } catch {
      // Not proven then; the next event is another chance.
    }
  }

  /** @returns whether the call failed. */
  private async lookUp(
    account: AccountContext,
    commands: readonly DueCommand[],
    byEmail: boolean,
  ): Promise<boolean> {
    const { tenantId, accountId, client } = account;
    const keys = [...new Set(commands.map(nameOf))];
    try {
      const cards = byEmail
        ? await client.contacts.listAll(keys)
        : await client.contacts.listAllById(keys);
      const byKey = new Map(
        cards.map((card) => [byEmail ? card.email?.toLowerCase() : card.contactId, card]),
      );
      const startedAt = await this.writer.lastAttempts(tenantId, commands);
      const verdicts = commands.map((command) => ({
        command,
        verdict: this.verdictOf(
          account,
          command,
          byKey.get(nameOf(command)),
          startedAt.get(command.id) ?? 0,
        ),
      }));
      reach('lookUp.beforeApply');
      await this.writer.apply(tenantId, accountId, verdicts);
      return false;
    } catch (error) {
      const outcome = outcomeOf(error);
      const dueAt = this.clock.now() + 10_000;
      await this.writer.apply(
        tenantId,
        accountId,
        commands.map((command) => ({ command, verdict: { kind: 'later', dueAt } })),
      );
      this.log.warn(`A look-up for account ${accountId} gave no answer (${outcome.kind}).`);
      return true;
    }
  }

  private verdictOf(
    account: AccountContext,
    command: DueCommand,
    card: ContactCard | undefined,
    attemptedAt: number,
  ): LookUpVerdict {
    const found = card?.events.find((event) => isSame(event, command));
    if (found) return { kind: 'found', eventId: found.eventId ?? null };
    const now = this.clock.now();
    const next = account.lookUpSeconds.map((s) => attemptedAt + s * 1000).find((at) => at > now);
    if (next !== undefined) return { kind: 'later', dueAt: next };
    // A second CART is the lesser harm; a second PURCHASE is not.
    if (command.kind === 'cartEvent' || account.isLookUpProven)
      return againOrNever(account, command, now);
    return now - attemptedAt >= UNPROVEN_MS
      ? { kind: 'ask' }
      : { kind: 'later', dueAt: now + 60_000 };
  }
}

function againOrNever(
  { retryWindowMs: windowMs }: AccountContext,
  { tries, failingSince: since }: DueCommand,
  now: number,
): LookUpVerdict {
  const verdict = retryVerdict({ tries, since, windowMs }, now);
  return verdict.kind === 'giveUp' ? verdict : { kind: 'sendAgain' };
}

/**
 * How SALESmanago knew the contact when the event was sent: by what the event says, and not by the contact's key in the
 * hub, which is already another one while a change of address waits behind the event.
 */
const refOf = (command: DueCommand): ContactRef => payloadOf(command, 'addEvent').contact;

const isById = (command: DueCommand): boolean => 'contactId' in refOf(command);

function nameOf(command: DueCommand): string {
  const ref = refOf(command);
  return 'email' in ref ? ref.email.toLowerCase() : ref.contactId;
}

/** The same type and order; a cart has no order, so its time and value tell. */
function isSame(event: ReadEvent, command: DueCommand): boolean {
  const sent = payloadOf(command, 'addEvent').event;
  if (event.contactExtEventType !== sent.contactExtEventType) return false;
  if (sent.externalId !== undefined) return event.externalId === sent.externalId;
  return event.date === sent.date && event.value === sent.value;
}

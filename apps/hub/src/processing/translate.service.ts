import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import {
  type Cart,
  type Contact,
  type Decision,
  HubError,
  isOfOtherStorefront,
  type MappedRow,
  type MessageSource,
  StoreForbidden,
  StoreObjectMissing,
  StoreRateLimited,
  StoreUnauthorized,
  UnreadableDocument,
} from '@storewire/core';
import { SalesmanagoError } from '@storewire/salesmanago';
import { Clock } from '../clock.js';
import { ConnectionPause } from '../connections/connection-pause.js';
import { ConsentOnItsWay } from '../consent/consent-on-its-way.error.js';
import {
  type CallbackHint,
  ConsentStatusReader,
  type HeardConsent,
  rowOf,
  type SalesmanagoStatus,
} from '../consent/consent-status.js';
import { type InboxMessage, InboxRepository } from '../database/inbox.repository.js';
import { isUnfitValue } from '../database/sql.js';
import { ExportOptionsReader } from '../exports/export-options.reader.js';
import type { StoreContext } from '../stores/store-context.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { BeaconRows } from '../tracker/beacon-rows.service.js';
import { VisitorAsked } from '../tracker/visitor-asked.error.js';
import { Courtesy, type Round } from '../work/courtesy.js';
import { reach } from '../work/crash-points.js';
import {
  accountLane,
  connectionLane,
  laneParts,
  WorkQueue,
  writeBackLane,
} from '../work/work-queue.js';
import { type Decided, DecideService, type Translated, Undecidable } from './decide.service.js';
import { mapRow } from './map-row.js';
import { rowsIn } from './message-rows.js';
import { TranslationFailures } from './translation-failures.js';

/** Messages that one round reads; their decisions stay under 500 rows a transaction. */
const ROUND = 64;
const MAX_TRIES = 10;
const UNFIT_VALUE =
  'The database cannot hold a value of it: an id or an address is longer than any platform gives. Correct it in the store.';
/** A message that needs refused credentials waits for the connection to be resumed, or this long. */
const PAUSE_MS = 3_600_000;

type Ended =
  | { kind: 'filtered'; rule: string; detail: string }
  | { kind: 'dead'; cause: string; detail: string };

interface Later {
  kind: 'later';
  waitMs: number;
  detail: string;
  /** The credentials were refused; the connection is paused, and resuming it brings the message back. */
  pauses?: boolean;
}

type Outcome = { kind: 'translated'; message: Translated } | Ended | Later;

/** Step 2: raw messages of a connection become records, in the order they came, within the shop's limits. */
@Injectable()
export class TranslateService implements OnModuleInit {
  private readonly log = new Logger('translate');

  constructor(
    private readonly inbox: InboxRepository,
    private readonly stores: StoreDirectory,
    private readonly decisions: DecideService,
    private readonly failures: TranslationFailures,
    private readonly pause: ConnectionPause,
    private readonly exports: ExportOptionsReader,
    private readonly consents: ConsentStatusReader,
    private readonly beacons: BeaconRows,
    private readonly queue: WorkQueue,
    private readonly courtesy: Courtesy,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.queue.handle('connection', (lane) => this.drain(lane));
  }

  /** Wakes every connection that has messages waiting: at the start, and now and then in case a wake-up was lost. */
  async sweep(): Promise<void> {
    for (const { tenantId, connectionId } of await this.inbox.waitingConnections()) {
      this.queue.wake(connectionLane(tenantId, connectionId));
    }
  }

  private async drain(lane: string): Promise<number | undefined> {
    const { tenantId, id: connectionId } = laneParts(lane);
    for (;;) {
      const { messages } = await this.courtesy.round(() => this.nextRound(tenantId, connectionId));
      if (this.queue.isStopping) return undefined;
      // What came in meanwhile has woken the lane again.
      if (messages < ROUND) {
        const due = await this.inbox.nextDue(tenantId, connectionId);
        return due === undefined ? undefined : Math.max(50, due - this.clock.now());
      }
    }
  }

  private async nextRound(tenantId: string, connectionId: string): Promise<Round> {
    const messages = await this.inbox.due(tenantId, connectionId, this.clock.now(), ROUND);
    const [oldest] = messages;
    if (!oldest) return { messages: 0, behindMs: 0 };
    await this.work(tenantId, connectionId, messages);
    return { messages: messages.length, behindMs: this.clock.now() - oldest.receivedAt };
  }

  private async work(
    tenantId: string,
    connectionId: string,
    messages: readonly InboxMessage[],
  ): Promise<void> {
    const translated = new Map<string, Translated[]>();
    const ended: { message: InboxMessage; outcome: Ended }[] = [];
    const later: { message: InboxMessage; outcome: Later }[] = [];
    const put = (message: InboxMessage, outcome: Ended | Later): unknown =>
      outcome.kind === 'later'
        ? later.push({ message, outcome })
        : ended.push({ message, outcome });
    for (const message of messages) {
      const outcome = await this.translate(message);
      if (outcome.kind === 'translated') {
        const { accountId } = outcome.message.store;
        translated.set(accountId, [...(translated.get(accountId) ?? []), outcome.message]);
      } else {
        put(message, outcome);
      }
    }
    for (const [accountId, batch] of translated) {
      reach('translate.beforeDecide');
      const undecided = await this.decide(batch);
      for (const message of messages) {
        const outcome = undecided.get(message.id);
        if (outcome) put(message, outcome);
      }
      reach('decide.afterCommit');
      this.queue.wake(accountLane(tenantId, accountId));
    }
    await this.failures.end(ended.map(({ message, outcome }) => ({ message, ...outcome })));
    if (later.length) await this.postpone(later);
    for (const exportId of new Set(messages.map((message) => message.exportId))) {
      if (exportId) this.queue.wake(`export:${tenantId}:${exportId}`);
    }
    const refused = later.find(({ outcome }) => outcome.pauses);
    if (refused) await this.pause.pause(tenantId, connectionId, refused.outcome.detail);
  }

  /** Decides what can be decided. @returns what becomes of the others; they must not stop the lane. */
  private async decide(batch: readonly Translated[]): Promise<Map<string, Ended | Later>> {
    const undecided = new Map<string, Ended | Later>();
    for (let rest = batch; rest.length > 0; ) {
      try {
        const decided = await this.decisions.decideAndStore(rest);
        this.wakeFor(decided);
        for (const { message, isOutdated } of decided) {
          if (isOutdated) undecided.set(message.messageId, OUTDATED);
        }
        return undecided;
      } catch (error) {
        const [one, ...others] = rest;
        if (isUnfitValue(error) && one && others.length > 0) {
          // The database does not say whose value it is.
          const alone = await Promise.all(rest.map((message) => this.decide([message])));
          return new Map([...undecided, ...alone.flatMap((found) => [...found])]);
        }
        const culprit = isUnfitValue(error) ? one?.messageId : undecidable(error);
        if (culprit === undefined) throw error;
        this.log.error(`A message could not be decided: ${nameOf(error)}`);
        const detail = isUnfitValue(error) ? UNFIT_VALUE : (error as Error).message;
        undecided.set(culprit, { kind: 'dead', cause: 'DECISION_FAILED', detail });
        rest = rest.filter(({ messageId }) => messageId !== culprit);
      }
    }
    return undecided;
  }

  /** Wakes the lanes that have work because of these decisions, but the account's. */
  private wakeFor(decided: readonly Decided[]): void {
    const lanes = decided.flatMap(({ message: { store }, decisions, told }) => [
      ...(told ?? []).map((id) => connectionLane(store.tenantId, id)),
      ...(decisions.some(writesBack) ? [writeBackLane(store.tenantId, store.connectionId)] : []),
    ]);
    for (const lane of new Set(lanes)) this.queue.wake(lane);
  }

  private async translate(message: InboxMessage): Promise<Outcome> {
    const store = await this.stores.byId(message.tenantId, message.storeId);
    if (!store)
      return {
        kind: 'filtered',
        rule: 'storeGone',
        detail: 'The store was removed or its adapter is not installed.',
      };
    try {
      const heard = message.source === 'callback' ? await this.heard(message, store) : undefined;
      const rows = heard ? [heard.mapped] : await this.rowsOf(message, store);
      const statuses = await this.registrationStatuses(rows, message.source, store);
      const exportOptions = message.exportId
        ? await this.exports.optionsOf(message.tenantId, message.exportId)
        : undefined;
      return {
        kind: 'translated',
        message: {
          messageId: message.id,
          source: message.source,
          store,
          rows,
          exportId: message.exportId,
          ...(exportOptions ? { exportOptions } : {}),
          ...(statuses.size ? { statuses } : {}),
          ...(heard?.remembered ? { remembered: heard.remembered } : {}),
        },
      };
    } catch (error) {
      return this.outcomeOf(error, message);
    }
  }

  private async rowsOf(message: InboxMessage, store: StoreContext): Promise<MappedRow[]> {
    if (message.source === 'beacon') return [await this.beacons.row(message, store)];
    const rows: MappedRow[] = [];
    for await (const row of rowsIn(message, store)) {
      const mapped = mapRow(row, store, message.source);
      if (mapped) rows.push(await this.withVisitor(mapped, message, store));
    }
    return rows;
  }

  /** An inbound cart that names a cookie alone belongs to whom SALESmanago knows by it, or to nobody. */
  private async withVisitor(
    mapped: MappedRow,
    { source }: InboxMessage,
    store: StoreContext,
  ): Promise<MappedRow> {
    const record = mapped.result.record as Cart;
    if (source !== 'inbound' || mapped.row.kind !== 'cart' || record.email || !record.contactId) {
      return mapped;
    }
    const { contactId, ...cart } = record;
    const owner = await this.beacons.visitorOwner(contactId, store);
    return { ...mapped, result: { ...mapped.result, record: { ...cart, ...owner } } };
  }

  /** What SALESmanago says counts; where it refuses the question, an opt-out is believed and an opt-in is not. */
  private async heard(message: InboxMessage, store: StoreContext): Promise<HeardConsent> {
    const hint = JSON.parse(message.body) as CallbackHint;
    try {
      return await this.consents.callbackRow(store.tenantId, store.accountId, hint);
    } catch (error) {
      const isRefused = error instanceof SalesmanagoError && error.outcome === 'refused';
      if (!isRefused || hint.state !== 'out') throw error;
      return { mapped: rowOf({ email: hint.email, channel: 'email', state: 'out' }) };
    }
  }

  /** D9: at a registration SALESmanago is asked first, before the rules decide. */
  private async registrationStatuses(
    rows: readonly MappedRow[],
    source: MessageSource,
    store: StoreContext,
  ): Promise<Map<string, SalesmanagoStatus>> {
    if (!store.settings.consentSync) return new Map();
    const emails = rows
      .filter(({ row }) => row.kind === 'contact' && row.trigger === 'registration')
      .filter(({ row }) => !isOfOtherStorefront({ ...row, source }, store.facts))
      .map(({ result }) => (result.record as Contact).email)
      .filter((email) => typeof email === 'string');
    return this.consents.read(store.tenantId, store.accountId, emails);
  }

  private outcomeOf(error: unknown, message: InboxMessage): Outcome {
    if (error instanceof StoreUnauthorized || error instanceof StoreForbidden) {
      return { kind: 'later', waitMs: PAUSE_MS, detail: error.message, pauses: true };
    }
    if (error instanceof StoreObjectMissing) {
      return { kind: 'filtered', rule: 'gone', detail: error.message };
    }
    if (error instanceof VisitorAsked || error instanceof ConsentOnItsWay) {
      return { kind: 'later', waitMs: askAgainMs(message.tries), detail: error.message };
    }
    if (error instanceof SalesmanagoError && error.outcome !== 'refused') {
      return {
        kind: 'later',
        waitMs: error.retryAfterMs ?? backOffMs(message.tries),
        detail: error.message,
      };
    }
    if (error instanceof HubError && error.next === 'retry') {
      if (message.tries + 1 >= MAX_TRIES && !(error instanceof StoreRateLimited)) {
        return { kind: 'dead', cause: error.code, detail: error.message };
      }
      const waitMs =
        error instanceof StoreRateLimited ? error.retryAfterMs : backOffMs(message.tries);
      return { kind: 'later', waitMs, detail: error.message };
    }
    if (error instanceof HubError) {
      return { kind: 'dead', cause: error.code, detail: detailOf(error) };
    }
    // A fault of ours must not stop the lane; the message is kept with its cause and can be retried after a fix.
    this.log.error(
      `A message could not be translated: ${error instanceof Error ? error.name : 'unknown'}`,
    );
    return {
      kind: 'dead',
      cause: 'TRANSLATION_FAILED',
      detail: error instanceof Error ? error.message : String(error),
    };
  }

  private postpone(
    later: readonly { message: InboxMessage; outcome: { waitMs: number; detail: string } }[],
  ): Promise<void> {
    return this.inbox.postpone(
      later.map(({ message, outcome }) => ({
        tenantId: message.tenantId,
        id: message.id,
        dueAt: this.clock.now() + outcome.waitMs,
        tries: message.tries + 1,
        detail: outcome.detail,
      })),
    );
  }
}

const writesBack = ({ commands }: Decision): boolean =>
  commands.some(({ kind }) => kind === 'writeConsent');

/** SALESmanago was asked, and then another message changed the consent of the person. */
const OUTDATED: Later = { kind: 'later', waitMs: 200, detail: new ConsentOnItsWay().message };

/** Most answers are there at once; while SALESmanago is away, nobody waits for it. */
const askAgainMs = (tries: number): number => Math.min(60_000, 200 * 2 ** tries);

const backOffMs = (tries: number): number => Math.min(600_000, 2_000 * 2 ** tries);

const detailOf = (error: HubError): string =>
  error instanceof UnreadableDocument && error.problems.length
    ? `${error.message} ${error.problems.map((p) => `${p.path}: ${p.message}`).join('; ')}`
    : error.message;

const undecidable = (error: unknown): string | undefined =>
  error instanceof Undecidable ? error.messageId : undefined;

const nameOf = (error: unknown): string =>
  ((error instanceof Undecidable ? error.cause : error) as Error | undefined)?.name ?? 'Error';

import { Injectable, Logger } from '@nestjs/common';
import { HubError, StoreForbidden } from '@storewire/core';
import { notFound, ProblemException } from '../access/problem.js';
import { AlertsService } from '../alerts/alerts.service.js';
import { Database } from '../database/database.service.js';
import type { SettingsChange } from '../settings/settings.service.js';
import type { StoreContext } from '../stores/store-context.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { type StoreRound, StoreRounds } from '../work/store-rounds.js';
import { TagPlacementRow } from './tag-placement.entity.js';
import { placementOf, type TagFinding, TagPlacer, tagOf } from './tag-placer.service.js';

/** A new store is looked at once its first check has passed; this is for one whose check the hub did not live to see. */
export const TAG_ROUND: StoreRound = {
  table: 'tag_placement',
  lane: 'tag',
  firstMs: 10 * 60_000,
};

/** Somebody may finish it at any time, and wants to see that it is done. */
const PERSON_MS = 3_600_000;

export type TagView = Pick<TagPlacementRow, 'state' | 'detail' | 'link' | 'checkedAt'>;

const UNSUPPORTED: TagView = { state: 'unsupported', detail: null, link: null, checkedAt: null };
const WAITING: TagView = { ...UNSUPPORTED, state: 'waiting' };

/** The tags of stores: what is known of them, what is done about them, and who is told. */
@Injectable()
export class TagPlacements {
  private readonly log = new Logger('tracker');
  /** One at a time for a store: two would each place what the other has not placed yet. */
  private readonly running = new Map<string, Promise<TagFinding | undefined>>();

  constructor(
    private readonly db: Database,
    private readonly stores: StoreDirectory,
    private readonly placer: TagPlacer,
    private readonly alerts: AlertsService,
    private readonly rounds: StoreRounds,
  ) {}

  /** What the last look found. */
  async view(store: StoreContext): Promise<TagView> {
    if (!placementOf(store)) return UNSUPPORTED;
    const row = await this.rowOf(store);
    if (!row) return WAITING;
    const { state, detail, link, checkedAt } = row;
    return { state, detail, link, checkedAt };
  }

  /** Makes the look at a store due, where the platform has a way. */
  async lookSoon(store: StoreContext): Promise<void> {
    if (placementOf(store)) await this.rounds.lookNow(TAG_ROUND, store.tenantId, store.storeId);
  }

  /** After a change of settings: looks at the stores whose tag is wanted now and was not, or the other way. */
  async lookAfter({ tenantId, storeId }: SettingsChange): Promise<void> {
    const stores = storeId
      ? [await this.stores.byId(tenantId, storeId)]
      : (await this.stores.all()).filter((store) => store.tenantId === tenantId);
    for (const store of stores) {
      if (!store || !placementOf(store)) continue;
      const row = await this.rowOf(store);
      if (row && !isSettled(store, row)) await this.lookSoon(store);
    }
  }

  /** Looks at a store whose date has come. */
  async lookIfDue(tenantId: string, storeId: string): Promise<void> {
    const row = await this.rowOf({ tenantId, storeId });
    if (!row || !this.rounds.isDue(row)) return;
    const claim = await this.claim(row, { nextAt: row.nextAt });
    const store = await this.stores.byId(tenantId, storeId);
    // Another process was quicker; or nothing can be asked at present.
    if (claim === undefined || !store || store.isPaused) return;
    try {
      await this.oneAtATime(store, () => this.look(store, claim, false));
    } catch (error) {
      if (this.rounds.isPassing(error, row)) await this.note(row, { detail: adviceOf(error) });
      else await this.conclude(store, claim, failureOf(error, store, row.src));
      this.log.warn(`The tag of store ${storeId} could not be looked at: ${codeOf(error)}.`);
    }
  }

  /**
   * Places the tag now.
   * @throws ProblemException 422 where the platform has no way, or the settings say that it is not wanted; the `Store…`
   * errors of the calls.
   */
  async place(store: StoreContext): Promise<TagView> {
    refuseUnwanted(store);
    await this.rounds.addNew(TAG_ROUND);
    const row = await this.rowOf(store);
    if (!row) throw notFound('store');
    const claim = (await this.claim(row)) ?? row.nextAt;
    try {
      await this.oneAtATime(store, () => this.look(store, claim, true));
    } catch (error) {
      if (!this.rounds.isPassing(error, row)) {
        await this.conclude(store, claim, failureOf(error, store, row.src));
      }
      throw error;
    }
    return this.view(store);
  }

  /** For a store that is being deleted. @returns what is left to do once it is gone; it never rejects. */
  async farewell(store: StoreContext): Promise<() => Promise<void>> {
    const { tenantId, storeId } = store;
    const underWay = this.running.get(keyOf(store));
    const row = await this.rowOf(store);
    return async () => {
      try {
        await this.alerts.resolve(tenantId, 'tagPlacement', `store:${storeId}`);
        const src = row?.src ?? (await placedBy(underWay, store));
        if (src) await this.removed(store, src);
      } catch (error) {
        this.log.warn(
          `The tag of the deleted store ${storeId} may still be there: ${codeOf(error)}.`,
        );
      }
    };
  }

  private removed(store: StoreContext, src: string): Promise<void> {
    return this.oneAtATime(store, async () => {
      await this.placer.remove(store, src);
      return undefined;
    });
  }

  private async look(
    store: StoreContext,
    claim: number,
    isAsked: boolean,
  ): Promise<TagFinding | undefined> {
    const row = await this.rowOf(store);
    if (!row) return undefined;
    const finding = await this.placer.settle(store, row, isAsked);
    await this.conclude(store, claim, finding);
    return finding;
  }

  /**
   * Puts the date off while a look is under way, so that one which is asked for meanwhile is seen.
   * @param where nothing is done when the row is not like this any more. @returns the date, or nothing.
   */
  private async claim(
    { tenantId, storeId }: TagPlacementRow,
    where: { readonly nextAt?: number } = {},
  ): Promise<number | undefined> {
    const { nextAt } = this.rounds.dateOfRetry();
    const rows = this.db.of(tenantId, TagPlacementRow);
    return (await rows.update({ storeId, ...where }, { nextAt })) > 0 ? nextAt : undefined;
  }

  /** Told first: a process that ends in between looks again and tells once more, instead of never. */
  private async conclude(store: StoreContext, claim: number, finding: TagFinding): Promise<void> {
    const { tenantId, storeId } = store;
    const before = await this.rowOf(store);
    // Deleted in the meantime: nobody is to be told any more.
    if (!before) return;
    const { problem, ...found } = finding;
    const isKnown = before.state === found.state && before.detail === found.detail;
    const about = { tenantId, kind: 'tagPlacement', subject: `store:${storeId}` } as const;
    if (problem && !isKnown) {
      const severity = found.state === 'failed' ? 'error' : 'warning';
      await this.alerts.raise({ ...about, severity, message: problem });
    }
    if (!problem) await this.alerts.resolve(tenantId, about.kind, about.subject);
    const { nextAt, ...dates } = this.rounds.datesAfterLook(
      found.state === 'person' ? PERSON_MS : undefined,
    );
    await this.note(store, { ...found, ...dates });
    await this.db.of(tenantId, TagPlacementRow).update({ storeId, nextAt: claim }, { nextAt });
  }

  private async note(
    { tenantId, storeId }: Pick<StoreContext, 'tenantId' | 'storeId'>,
    change: Partial<TagPlacementRow>,
  ): Promise<void> {
    await this.db.of(tenantId, TagPlacementRow).update({ storeId }, change);
  }

  private async rowOf({
    tenantId,
    storeId,
  }: Pick<StoreContext, 'tenantId' | 'storeId'>): Promise<TagPlacementRow | undefined> {
    return this.db.of(tenantId, TagPlacementRow).findOne({ storeId });
  }

  /** Resolves, for all that wait for their turn, with the last thing found. */
  private async oneAtATime(
    store: StoreContext,
    work: () => Promise<TagFinding | undefined>,
  ): Promise<void> {
    const key = keyOf(store);
    const before = this.running.get(key) ?? Promise.resolve(undefined);
    const own = before.catch(() => undefined).then(async (earlier) => (await work()) ?? earlier);
    this.running.set(key, own);
    try {
      await own;
    } finally {
      if (this.running.get(key) === own) this.running.delete(key);
    }
  }
}

/** The tag that a look has placed while its store was being deleted; where the look failed it may be there. */
async function placedBy(
  look: Promise<TagFinding | undefined> | undefined,
  store: StoreContext,
): Promise<string | undefined> {
  if (!look) return undefined;
  try {
    return (await look)?.src ?? undefined;
  } catch {
    return tagOf(store).src;
  }
}

const keyOf = ({ tenantId, storeId }: StoreContext): string => `${tenantId}/${storeId}`;

/** Whether the last look was at settings that meant the same. */
function isSettled({ settings }: StoreContext, { state }: TagPlacementRow): boolean {
  if (!settings.monitoringCode) return state === 'off';
  if (!settings.monitoringPlacedByHub) return state === 'manual';
  return state !== 'off' && state !== 'manual';
}

function refuseUnwanted(store: StoreContext): void {
  const { monitoringCode, monitoringPlacedByHub } = store.settings;
  if (!placementOf(store)) {
    throw new ProblemException({
      status: 422,
      code: 'TAG_NOT_SUPPORTED',
      detail: `${store.adapter.name} has no way for the hub to add the tag. Copy it into the shop.`,
      next: 'fixSettings',
    });
  }
  if (monitoringCode && monitoringPlacedByHub) return;
  throw new ProblemException({
    status: 422,
    code: 'TAG_SWITCHED_OFF',
    detail: `The settings say that the hub does not add the tag: switch on ${monitoringCode ? 'monitoringPlacedByHub' : 'monitoringCode'}.`,
    next: 'fixSettings',
  });
}

function failureOf(error: unknown, store: StoreContext, src: string | null): TagFinding {
  const lacks = error instanceof StoreForbidden ? lackOf(error, store) : '';
  return {
    state: 'failed',
    detail: adviceOf(error),
    link: null,
    src,
    problem: `The storefront script of this store cannot be looked after (${codeOf(error)}).${lacks}`,
  };
}

/** A platform that does not say what is missing leaves it to what the adapter needs. */
function lackOf({ missing }: StoreForbidden, store: StoreContext): string {
  if (missing.length > 0) return ` The credentials lack ${missing.join(', ')}.`;
  const needed = placementOf(store)?.permissions ?? [];
  return needed.length > 0 ? ` It needs ${needed.join(', ')}.` : '';
}

const isKnown = (error: unknown): error is HubError | ProblemException =>
  error instanceof HubError || error instanceof ProblemException;

const codeOf = (error: unknown): string => (isKnown(error) ? error.code : 'unexpected error');

function adviceOf(error: unknown): string {
  if (error instanceof HubError) return error.advice;
  return isKnown(error) ? error.message : 'The look itself failed; the log of the hub says where.';
}

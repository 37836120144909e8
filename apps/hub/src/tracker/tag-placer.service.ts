import { Injectable } from '@nestjs/common';
import type { PlacedTag, StorefrontTag, TagPlacement } from '@storewire/core';
import { Database } from '../database/database.service.js';
import type { StoreContext } from '../stores/store-context.js';
import { StoreWebhooksService } from '../stores/store-webhooks.service.js';
import { TagPlacementRow, type TagState } from './tag-placement.entity.js';

/** What a look at a store's pages found and did. */
export interface TagFinding {
  readonly state: TagState;
  readonly detail: string | null;
  readonly link: string | null;
  /** Address of the script that may stand there from now on. */
  readonly src: string | null;
  /** For the alert; the detail may quote the platform. */
  readonly problem?: string;
}

const NEEDS_PERSON =
  'The storefront script is not on the pages of this store until somebody finishes it in the shop. The monitoring code of the store says how.';
const STILL_THERE =
  'The monitoring code of this store is switched off, but the shop still loads the storefront script. Take it out of the shop.';
const NOT_PUBLIC =
  'The hub has no public https address, so browsers cannot load the script from it.';
const WAS_GONE = 'The storefront script was gone from the pages of this store and was put back.';

/** Brings the pages of one store to what its settings say; repeatable. */
@Injectable()
export class TagPlacer {
  constructor(
    private readonly db: Database,
    private readonly webhooks: StoreWebhooksService,
  ) {}

  /**
   * @param isAsked somebody wants it placed now, whatever is there.
   * @throws the `Store…` errors of the calls; StoreForbidden with the permission that is missing.
   */
  async settle(store: StoreContext, row: TagPlacementRow, isAsked = false): Promise<TagFinding> {
    const tag = placementOf(store);
    if (!tag) return quiet('unsupported', null);
    const { monitoringCode, monitoringPlacedByHub } = store.settings;
    const wanted = tagOf(store);
    const isWanted = monitoringCode && monitoringPlacedByHub;
    const isElsewhere = row.src !== null && row.src !== wanted.src;
    if (row.src !== null && (!isWanted || isElsewhere)) {
      await tag.remove(store.client(), { ...wanted, src: row.src });
    }
    if (!isWanted) return this.afterRemoval(store, tag, row);
    if (!this.webhooks.canReach(store))
      return quiet('unreachable', isElsewhere ? null : row.src, NOT_PUBLIC);
    return this.place(store, tag, { ...row, isAsked });
  }

  /** Takes the tag of a store away that is being deleted. @throws as `settle`. */
  async remove(store: StoreContext, src: string): Promise<void> {
    await placementOf(store)?.remove(store.client(), { ...tagOf(store), src });
  }

  private async place(
    store: StoreContext,
    tag: TagPlacement<unknown>,
    before: Pick<TagPlacementRow, 'state' | 'src'> & { readonly isAsked: boolean },
  ): Promise<TagFinding> {
    const wanted = tagOf(store);
    const found = before.isAsked ? undefined : await tag.find(store.client(), wanted);
    // Something is left to do where there is a detail, so that is tried again.
    if (found?.state === 'placed' && !found.detail) return findingOf(found, wanted.src);
    await this.remember(store, before.src, wanted.src);
    const after = await tag.place(store.client(), wanted);
    const isRepaired = before.state === 'placed' && found?.state === 'absent';
    return findingOf(after, wanted.src, isRepaired && before.src === wanted.src);
  }

  /** Written before the call: what may stand there has to be known even if the hub stops in between. */
  private async remember(
    { tenantId, storeId }: StoreContext,
    known: string | null,
    src: string,
  ): Promise<void> {
    if (known === src) return;
    await this.db.of(tenantId, TagPlacementRow).update({ storeId }, { src });
  }

  private async afterRemoval(
    store: StoreContext,
    tag: TagPlacement<unknown>,
    { src }: TagPlacementRow,
  ): Promise<TagFinding> {
    if (store.settings.monitoringCode) return quiet('manual', null);
    if (src === null) return quiet('off', null);
    const { state, link } = await tag.find(store.client(), { ...tagOf(store), src });
    if (state !== 'placed') return quiet('off', null);
    return { state: 'person', detail: STILL_THERE, link: link ?? null, src, problem: STILL_THERE };
  }
}

/** What stands on the pages of a store that has its tag. */
export const tagOf = ({ trackerUrl, facts }: StoreContext): StorefrontTag => {
  const storefront = facts.storefronts?.own;
  return { src: `${trackerUrl}/s.js`, ...(storefront === undefined ? {} : { storefront }) };
};

export const placementOf = ({ adapter }: StoreContext): TagPlacement<unknown> | undefined =>
  adapter.tag;

/** A state that nobody has to be told of. */
const quiet = (state: TagState, src: string | null, detail: string | null = null): TagFinding => ({
  state,
  detail,
  link: null,
  src,
});

function findingOf(found: PlacedTag, src: string, isRepaired = false): TagFinding {
  const { state } = found;
  const detail = found.detail ?? null;
  const link = found.link ?? null;
  switch (state) {
    case 'placed':
      return {
        state,
        detail: isRepaired ? [WAS_GONE, detail].filter(Boolean).join(' ') : detail,
        link,
        src,
        ...(isRepaired ? { problem: WAS_GONE } : {}),
      };
    case 'person':
      return { state, detail, link, src, problem: NEEDS_PERSON };
    case 'absent':
      return {
        state: 'failed',
        detail: detail ?? 'The platform took the tag and does not show it.',
        link,
        src,
        problem:
          'The storefront script could not be put on the pages of this store. The monitoring code of the store says why.',
      };
  }
}

import { Entity, type Relation } from 'typeorm';
import { BelongsTo, Text, Varchar } from '../database/columns.js';
import { Store } from '../stores/store.entity.js';
import { StoreRoundRow } from '../work/store-round-row.js';

/**
 * Of the tag on the pages of a store. `waiting`: not looked at yet. `person`: the platform wants somebody to finish it.
 * `off`: the monitoring code is switched off. `manual`: the hub is told to leave the pages alone. `unreachable`: browsers
 * cannot load a script from the hub. `unsupported`: the platform has no way, so the tag is copied.
 */
export const TAG_STATES = [
  'waiting',
  'placed',
  'person',
  'failed',
  'off',
  'manual',
  'unreachable',
  'unsupported',
] as const;
export type TagState = (typeof TAG_STATES)[number];

/** What the hub knows of the tag that it places on the pages of a store. */
@Entity('tag_placement')
export class TagPlacementRow extends StoreRoundRow {
  @Varchar(12, { default: 'waiting' })
  state!: TagState;

  @Text({ nullable: true })
  link!: string | null;

  /** Address of the script that may stand there; null while none of ours does. */
  @Text({ nullable: true })
  src!: string | null;

  @BelongsTo(() => Store, 'store_id', 'FK_tag_placement_store')
  store?: Relation<Store>;
}

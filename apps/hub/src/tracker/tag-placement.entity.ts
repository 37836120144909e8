import { Entity, type Relation } from 'typeorm';
import { BelongsTo, Id, Text, Time, Varchar } from '../database/columns.js';
import { Store } from '../stores/store.entity.js';

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
export class TagPlacementRow {
  @Id()
  tenantId!: string;

  @Id()
  storeId!: string;

  @Varchar(12, { default: 'waiting' })
  state!: TagState;

  @Text({ nullable: true })
  detail!: string | null;

  @Text({ nullable: true })
  link!: string | null;

  /** Address of the script that may stand there; null while none of ours does. */
  @Text({ nullable: true })
  src!: string | null;

  /** The hub's public address at the last look: another one means that the tag loads from nowhere. */
  @Varchar(500)
  publicUrl!: string;

  @Time({ nullable: true })
  checkedAt!: number | null;

  @Time()
  nextAt!: number;

  @BelongsTo(() => Store, 'store_id', 'FK_tag_placement_store')
  store?: Relation<Store>;
}

import { Entity, Index, type Relation } from 'typeorm';
import { BelongsTo, Id, Ref, Text, Time, Varchar } from '../database/columns.js';
import { Store } from '../stores/store.entity.js';

/**
 * `inbound`: signs inbound events. `compat`: signs SALESmanago-style calls, together with a client id. `tracker`: signs
 * who is logged in on the storefront. `app`: signs the registration of an app that a shop installs.
 */
export type StoreSecretKind = 'inbound' | 'compat' | 'tracker' | 'app';

/** One row of a store, with the store's own id: how far the installation of its app is; JSON. */
export const APP_STATE = 'appState';

/** What others sign with at a door of a store; sealed. Two of a kind are valid during a change. */
@Entity('store_secret')
@Index('IDX_store_secret_store', ['tenantId', 'storeId', 'kind', 'id'])
@Index('IDX_store_secret_client', ['clientId'], { where: 'client_id IS NOT NULL' })
export class StoreSecret {
  @Id()
  tenantId!: string;

  @Id()
  id!: string;

  @Ref()
  storeId!: string;

  @Varchar(10)
  kind!: StoreSecretKind | typeof APP_STATE;

  /** Of a store, and the same for all its secrets; only where the kind has one. */
  @Varchar(40, { nullable: true })
  clientId!: string | null;

  @Text()
  secret!: string;

  @Time()
  createdAt!: number;

  @BelongsTo(() => Store, 'store_id', 'FK_store_secret_store')
  store?: Relation<Store>;
}

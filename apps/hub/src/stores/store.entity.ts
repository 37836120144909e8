import { Entity, Index, type Relation } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { Connection } from '../connections/connection.entity.js';
import { BelongsTo, Id, Ref, Time, Varchar } from '../database/columns.js';

/** One storefront of a shop; feeds one account. `token` makes its paths unguessable. */
@Entity('store')
@Index('UQ_store_token', ['token'], { unique: true })
export class Store {
  @Id()
  tenantId!: string;

  @Id()
  id!: string;

  @Varchar(200)
  name!: string;

  @Varchar(40)
  platform!: string;

  @Ref()
  accountId!: string;

  @Ref()
  connectionId!: string;

  @Varchar(400)
  shopKey!: string;

  @Varchar(100, { nullable: true })
  storefront!: string | null;

  @Varchar(64)
  token!: string;

  @Time()
  createdAt!: number;

  @Time()
  updatedAt!: number;

  @BelongsTo(() => Account, 'account_id', 'FK_store_account')
  account?: Relation<Account>;

  @BelongsTo(() => Connection, 'connection_id', 'FK_store_connection')
  connection?: Relation<Connection>;
}

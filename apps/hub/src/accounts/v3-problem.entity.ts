import { Entity, Index, type Relation } from 'typeorm';
import { BelongsTo, Id, Int, Ref, Text, Time, Varchar } from '../database/columns.js';
import { Account } from './account.entity.js';

/** What SALESmanago found wrong with a call of API v3 after it had answered. */
@Entity('v3_problem')
@Index('IDX_v3_problem_account', ['tenantId', 'accountId', 'id'])
export class V3ProblemRow {
  @Id()
  tenantId!: string;

  @Id()
  id!: string;

  @Ref()
  accountId!: string;

  @Time()
  at!: number;

  @Varchar(100, { nullable: true })
  requestId!: string | null;

  @Int({ nullable: true })
  reasonCode!: number | null;

  @Varchar(255, { nullable: true })
  field!: string | null;

  /** Position of the record in the call, from 0. */
  @Int({ nullable: true })
  record!: number | null;

  @Text()
  text!: string;

  @BelongsTo(() => Account, 'account_id', 'FK_v3_problem_account')
  account?: Relation<Account>;
}

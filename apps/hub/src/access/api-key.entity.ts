import { Entity, Index } from 'typeorm';
import { Id, Json, Ref, Time, Varchar } from '../database/columns.js';

/** An API key, as its SHA-256; without a tenant it is an operator's. */
@Entity('api_key')
@Index('UQ_api_key_hash', ['hash'], { unique: true })
export class ApiKey {
  @Id()
  id!: string;

  @Ref({ nullable: true })
  tenantId!: string | null;

  @Varchar(200)
  name!: string;

  @Varchar(64)
  hash!: string;

  @Json()
  scopes!: string[];

  @Time()
  createdAt!: number;
}

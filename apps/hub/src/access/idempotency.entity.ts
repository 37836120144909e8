import { Entity } from 'typeorm';
import { Int, KeyText, Text, Time, Varchar } from '../database/columns.js';

/** An answer kept for 24 hours under a hash of caller, route and `Idempotency-Key`. */
@Entity('idempotency')
export class IdempotentAnswer {
  @KeyText(64)
  id!: string;

  /** Keyed, see `SecretBox.fingerprint`. */
  @Varchar(64)
  bodyHash!: string;

  @Int()
  status!: number;

  @Text({ nullable: true })
  body!: string | null;

  @Time()
  createdAt!: number;
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE "compat_id" (
    "tenant_id" varchar(36) NOT NULL,
    "id" varchar(100) NOT NULL,
    "store_id" varchar(36) NOT NULL,
    "kind" varchar(7) NOT NULL,
    "contact_key" varchar(300) NOT NULL,
    "event_type" varchar(20),
    "created_at" bigint NOT NULL,
    CONSTRAINT "FK_compat_id_store" FOREIGN KEY ("tenant_id", "store_id") REFERENCES "store" ("tenant_id", "id") ON DELETE CASCADE,
    PRIMARY KEY ("tenant_id", "store_id", "id")
  )`,
  `CREATE INDEX "IDX_compat_id_contact" ON "compat_id" ("tenant_id", "store_id", "contact_key")`,
];

/** Ids that the compatibility door answered with, and whom they mean. */
export class CompatIds1764000400000 implements MigrationInterface {
  readonly name = 'CompatIds1764000400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "compat_id"`);
  }
}

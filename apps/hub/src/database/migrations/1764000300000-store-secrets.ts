import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE "store_secret" (
    "tenant_id" varchar(36) NOT NULL,
    "id" varchar(36) NOT NULL,
    "store_id" varchar(36) NOT NULL,
    "kind" varchar(10) NOT NULL,
    "client_id" varchar(40),
    "secret" text NOT NULL,
    "created_at" bigint NOT NULL,
    CONSTRAINT "FK_store_secret_store" FOREIGN KEY ("tenant_id", "store_id") REFERENCES "store" ("tenant_id", "id") ON DELETE CASCADE,
    PRIMARY KEY ("tenant_id", "id")
  )`,
  `CREATE INDEX "IDX_store_secret_store" ON "store_secret" ("tenant_id", "store_id", "kind", "id")`,
  `CREATE INDEX "IDX_store_secret_client" ON "store_secret" ("client_id") WHERE client_id IS NOT NULL`,
];

/** What others sign with at the doors of a store: inbound events and SALESmanago-style calls. */
export class StoreSecrets1764000300000 implements MigrationInterface {
  readonly name = 'StoreSecrets1764000300000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "store_secret"`);
  }
}

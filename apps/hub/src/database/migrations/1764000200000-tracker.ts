import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE "waiting_cart" (
    "tenant_id" varchar(36) NOT NULL,
    "store_id" varchar(36) NOT NULL,
    "token" varchar(128) NOT NULL,
    "email" varchar(254),
    "contact_id" varchar(100),
    "body" text NOT NULL,
    "snapshot_at" bigint NOT NULL,
    "expires_at" bigint NOT NULL,
    CONSTRAINT "FK_waiting_cart_store" FOREIGN KEY ("tenant_id", "store_id") REFERENCES "store" ("tenant_id", "id") ON DELETE CASCADE,
    PRIMARY KEY ("tenant_id", "store_id", "token")
  )`,
  `ALTER TABLE "cart" ADD COLUMN "claimed" integer NOT NULL DEFAULT 0`,
  `CREATE INDEX "IDX_waiting_cart_email" ON "waiting_cart" ("tenant_id", "store_id", "email") WHERE email IS NOT NULL`,
  `CREATE INDEX "IDX_waiting_cart_contact" ON "waiting_cart" ("tenant_id", "contact_id") WHERE contact_id IS NOT NULL`,
  `CREATE INDEX "IDX_waiting_cart_expiry" ON "waiting_cart" ("expires_at")`,
  `CREATE INDEX "IDX_cart_expiry" ON "cart" ("expires_at") WHERE expires_at IS NOT NULL`,
  `CREATE INDEX "IDX_contact_id" ON "contact" ("tenant_id", "account_id", "contact_id") WHERE contact_id IS NOT NULL`,
];

const DOWN = [
  `DROP INDEX "IDX_contact_id"`,
  `DROP INDEX "IDX_cart_expiry"`,
  `ALTER TABLE "cart" DROP COLUMN "claimed"`,
  `DROP TABLE "waiting_cart"`,
];

/** Carts that come from the storefront script: of nobody yet, and claimed ones; contacts by SALESmanago's id. */
export class Tracker1764000200000 implements MigrationInterface {
  readonly name = 'Tracker1764000200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

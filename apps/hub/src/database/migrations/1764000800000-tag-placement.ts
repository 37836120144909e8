import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `CREATE TABLE "tag_placement" (
    "tenant_id" varchar(36) NOT NULL,
    "store_id" varchar(36) NOT NULL,
    "state" varchar(12) NOT NULL DEFAULT 'waiting',
    "detail" text,
    "link" text,
    "src" text,
    "public_url" varchar(500) NOT NULL,
    "checked_at" bigint,
    "next_at" bigint NOT NULL,
    CONSTRAINT "FK_tag_placement_store" FOREIGN KEY ("tenant_id", "store_id") REFERENCES "store" ("tenant_id", "id") ON DELETE CASCADE,
    PRIMARY KEY ("tenant_id", "store_id")
  )`;

/** Where the storefront script stands on the pages of a store. */
export class TagPlacement1764000800000 implements MigrationInterface {
  readonly name = 'TagPlacement1764000800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE "tag_placement"');
  }
}

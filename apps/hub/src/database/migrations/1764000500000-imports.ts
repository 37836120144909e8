import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `ALTER TABLE "export" ADD COLUMN "source" varchar(6) NOT NULL DEFAULT 'export'`,
  `CREATE TABLE "import_row" (
    "tenant_id" varchar(36) NOT NULL,
    "export_id" varchar(36) NOT NULL,
    "group_key" varchar(100) NOT NULL,
    "row_number" integer NOT NULL,
    "cells" text NOT NULL,
    CONSTRAINT "FK_import_row_export" FOREIGN KEY ("tenant_id", "export_id") REFERENCES "export" ("tenant_id", "id") ON DELETE CASCADE,
    PRIMARY KEY ("tenant_id", "export_id", "group_key", "row_number")
  )`,
  `CREATE TABLE "import_reject" (
    "tenant_id" varchar(36) NOT NULL,
    "export_id" varchar(36) NOT NULL,
    "row_number" integer NOT NULL,
    "path" varchar(100) NOT NULL,
    "message" varchar(500) NOT NULL,
    CONSTRAINT "FK_import_reject_export" FOREIGN KEY ("tenant_id", "export_id") REFERENCES "export" ("tenant_id", "id") ON DELETE CASCADE,
    PRIMARY KEY ("tenant_id", "export_id", "row_number")
  )`,
];

const DOWN = [
  `DROP TABLE "import_reject"`,
  `DROP TABLE "import_row"`,
  `ALTER TABLE "export" DROP COLUMN "source"`,
];

/** Files that are imported: an import is an export whose rows come out of a file. */
export class Imports1764000500000 implements MigrationInterface {
  readonly name = 'Imports1764000500000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

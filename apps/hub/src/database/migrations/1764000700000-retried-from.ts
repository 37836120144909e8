import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How the export of a message counts it while it is retried. */
export class RetriedFrom1764000700000 implements MigrationInterface {
  readonly name = 'RetriedFrom1764000700000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "message" ADD COLUMN "retried_from" varchar(9)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "message" DROP COLUMN "retried_from"`);
  }
}

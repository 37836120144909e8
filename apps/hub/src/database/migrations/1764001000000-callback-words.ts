import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What callbacks changed is asked for by time, again and again, by stores that are told of it in no other way. */
export class CallbackWords1764001000000 implements MigrationInterface {
  readonly name = 'CallbackWords1764001000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX "IDX_consent_entry_callback" ON "consent_entry" ("tenant_id", "account_id", "recorded_at") WHERE rule = 'callback'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "IDX_consent_entry_callback"`);
  }
}

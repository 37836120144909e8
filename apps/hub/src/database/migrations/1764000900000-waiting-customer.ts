import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Carts that wait for a customer whom the platform signed by id alone. */
export class WaitingCustomer1764000900000 implements MigrationInterface {
  readonly name = 'WaitingCustomer1764000900000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "waiting_cart" ADD COLUMN "customer_id" varchar(100)`);
    await runner.query(
      `CREATE INDEX "IDX_waiting_cart_customer" ON "waiting_cart" ("tenant_id", "store_id", "customer_id") WHERE customer_id IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "IDX_waiting_cart_customer"`);
    await runner.query(`ALTER TABLE "waiting_cart" DROP COLUMN "customer_id"`);
  }
}

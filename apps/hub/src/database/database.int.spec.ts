import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../ids.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { openWriter } from './data-source.js';
import { Database } from './database.service.js';
import { inList, listParam, type Tx } from './sql.js';

describe('Database', () => {
  let place: TestDatabase;
  let db: Database;

  beforeAll(async () => {
    place = await createTestDatabase();
    db = await Database.open(place);
  });
  afterAll(async () => {
    await db.onApplicationShutdown();
    await place.drop();
  });

  const addTenant = (tx: Tx, name: string, id = newId()) =>
    tx.insertRows('tenant', { id: 'text', name: 'text', created_at: 'bigint' }, [
      { id, name, created_at: 1 },
    ]);
  const names = async () =>
    (await db.query<{ name: string }>('SELECT name FROM tenant ORDER BY name')).map(
      (row) => row.name,
    );

  it('has the entities and the migrations agree', async () => {
    const source = await openWriter(place.databaseUrl ?? `${place.dataDir}/storewire.db`);
    const sql = await source.driver.createSchemaBuilder().log();
    await source.destroy();
    expect(sql.upQueries.map((query) => query.query)).toEqual([]);
  });

  it('keeps what was committed when a neighbour of the same group fails', async () => {
    const kept = db.writeHot((tx) => addTenant(tx, 'kept'));
    const failed = db.writeHot(async (tx) => {
      await addTenant(tx, 'lost');
      throw new Error('rolled back');
    });
    const alsoKept = db.writeHot((tx) => addTenant(tx, 'kept, too'));
    await expect(failed).rejects.toThrow('rolled back');
    await Promise.all([kept, alsoKept]);
    expect(await names()).toEqual(expect.arrayContaining(['kept', 'kept, too']));
    expect(await names()).not.toContain('lost');
  });

  it('does not show a reader the half of a transaction', async () => {
    let seen: string[] = [];
    await db.write(async (tx) => {
      await addTenant(tx, 'half');
      seen = await names();
    });
    expect(seen).not.toContain('half');
    expect(await names()).toContain('half');
  });

  it('says for each row whether it was new, also when a batch holds one twice', async () => {
    const [a, b] = [newId(), newId()];
    const columns = { id: 'text', name: 'text', created_at: 'bigint' } as const;
    const row = (id: string) => ({ id, name: 'same', created_at: 1 });
    expect(await db.write((tx) => tx.insertRows('tenant', columns, [row(a)]))).toEqual([true]);
    expect(
      await db.write((tx) => tx.insertRows('tenant', columns, [row(a), row(b), row(b)])),
    ).toEqual([false, true, false]);
  });

  it('updates rows by key with values of the row and of the table', async () => {
    const id = newId();
    await db.write((tx) => addTenant(tx, 'counted', id));
    const found = await db.write((tx) =>
      tx.updateRows(
        {
          table: 'tenant',
          columns: { id: 'text', plus: 'bigint' },
          key: ['id'],
          set: { created_at: '@created_at + $plus' },
        },
        [
          { id, plus: 41 },
          { id: 'nobody', plus: 1 },
        ],
      ),
    );
    expect(found).toEqual([true, false]);
    expect(await db.query('SELECT created_at FROM tenant WHERE id = $1', [id])).toEqual([
      { created_at: 42 },
    ]);
  });

  it('takes text of any kind', async () => {
    const id = newId();
    const name = `"quotes" 'and' \\ ünïcode 🛒 {"json": [1]} $1 ? @x`;
    await db.write((tx) => addTenant(tx, name, id));
    expect(
      await db.query('SELECT name FROM tenant WHERE id = $1 AND $2 = $2 AND id = $1', [id, 'x']),
    ).toEqual([{ name }]);
    const sql = `SELECT COUNT(*) AS n FROM tenant WHERE ${inList('name', 1)}`;
    expect(await db.query(sql, [listParam([name, 'nobody'])])).toEqual([{ n: 1 }]);
  });

  it('goes up, down and up again', async () => {
    const other = await createTestDatabase();
    const source = await openWriter(other.databaseUrl ?? `${other.dataDir}/storewire.db`);
    await source.runMigrations();
    await source.undoLastMigration();
    await source.runMigrations();
    expect(await source.showMigrations()).toBe(false);
    await source.destroy();
    await other.drop();
  });

  it('refuses a database that a newer release wrote', async () => {
    const other = await createTestDatabase();
    const source = await openWriter(other.databaseUrl ?? `${other.dataDir}/storewire.db`);
    await source.runMigrations();
    await source.query(
      `INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'FromTheFuture9999999999999')`,
    );
    await source.destroy();
    await expect(Database.open(other)).rejects.toThrow('newer release');
    await other.drop();
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../database/database.service.js';
import { QueryPlans } from './query-plans.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

describe('QueryPlans', () => {
  let files: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    files = await createTestDatabase();
    database = await Database.open(files);
  });
  afterAll(async () => {
    await database?.onApplicationShutdown();
    await files?.drop();
  });

  it.each([
    ['a whole table', 'SELECT m.id FROM message m WHERE m.cause = $1', true],
    ['a whole tenant', 'SELECT id FROM command WHERE tenant_id = $1 AND cause = $2', true],
    ['a joined table', 'SELECT s.id FROM store s JOIN attempt a ON a.call_id = s.id', true],
    ['one row', 'SELECT id FROM message WHERE tenant_id = $1 AND id = $2', false],
    ['a small table', 'SELECT id FROM store WHERE name = $1', false],
    ['what is under way', `SELECT id FROM command WHERE state = 'ready'`, false],
  ])('a statement that reads %s', async (_what, sql, isWalk) => {
    const plans = new QueryPlans(database, () => false);
    await database.query(sql, ['a', 'b'].slice(0, sql.match(/\$/g)?.length ?? 0));
    expect((await plans.walks()).some((walk) => walk.startsWith(forSqlite(sql)))).toBe(isWalk);
  });

  it('leaves a test alone', async () => {
    const plans = new QueryPlans(database);
    const sql = 'SELECT id FROM message WHERE detail = $1';
    await database.query(sql, ['a']);
    expect((await plans.walks()).filter((walk) => walk.startsWith(forSqlite(sql)))).toEqual([]);
  });
});

const forSqlite = (sql: string): string => sql.replace(/\$\d/g, '?');

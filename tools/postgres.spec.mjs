import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { findPostgres } from './postgres.mjs';

const { Client } = createRequire(new URL('../apps/hub/package.json', import.meta.url))('pg');

async function ask(url, sql) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows[0];
  } finally {
    await client.end();
  }
}

describe('findPostgres', () => {
  it('starts a server of its own, in a language that does not sort by bytes, and leaves nothing behind', async () => {
    const server = await findPostgres({ given: '', usual: null });
    let folder;
    try {
      const sql = `SELECT current_setting('data_directory') AS folder, 'B' > 'a' AS "isWordOrder"`;
      const row = await ask(server.url, sql);
      folder = row.folder;
      assert.equal(row.isWordOrder, true);
      await ask(server.url, 'CREATE DATABASE another');
      assert.match(server.description, /embedded/);
    } finally {
      await server.stop();
    }
    assert.equal(existsSync(folder), false);
    await assert.rejects(ask(server.url, 'SELECT 1'));
  });

  it('takes no other server for one that was given and does not answer', async () => {
    await assert.rejects(findPostgres({ given: 'postgres://postgres@127.0.0.1:1/postgres' }));
  });

  it('starts its own where nothing answers at the usual place', async () => {
    const server = await findPostgres({
      given: '',
      usual: 'postgres://postgres@127.0.0.1:1/postgres',
    });
    await server.stop();
    assert.match(server.description, /embedded/);
  });
});

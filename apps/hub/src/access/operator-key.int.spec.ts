import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Clock } from '../clock.js';
import type { HubConfig } from '../config.js';
import { Database } from '../database/database.service.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { ApiKeysService } from './api-keys.service.js';
import { AuditService } from './audit.service.js';
import { OperatorKeyService } from './operator-key.service.js';

describe('OperatorKeyService', () => {
  let place: TestDatabase;
  let db: Database;
  let printed: string;
  const clock = new Clock();

  beforeEach(async () => {
    place = await createTestDatabase();
    db = await Database.open(place);
    printed = '';
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += text;
      return true;
    });
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await db.onApplicationShutdown();
    await place.drop();
  });

  const start = (operatorKey?: string): Promise<void> =>
    new OperatorKeyService(db, { operatorKey } as HubConfig, clock).onApplicationBootstrap();
  const works = async (key: string): Promise<boolean> => {
    const caller = await new ApiKeysService(db, new AuditService(db, clock), clock).identify(key);
    return caller?.tenantId === null;
  };

  it('makes a key at the first start, prints it once, and keeps only its hash', async () => {
    await start();
    const [key = ''] = /sw_[\w-]{43}/.exec(printed) ?? [];
    expect(await works(key)).toBe(true);
    expect(JSON.stringify(await db.query('SELECT * FROM api_key'))).not.toContain(key);
    printed = '';
    await start();
    expect(printed).toBe('');
    expect(await works(key)).toBe(true);
  });

  it('prints nothing when a key is given', async () => {
    await start('given-operator-key');
    expect(printed).toBe('');
    expect(await works('given-operator-key')).toBe(true);
  });

  it('takes a key that is given later, beside the one it made', async () => {
    await start();
    const [made = ''] = /sw_[\w-]{43}/.exec(printed) ?? [];
    await start('given-operator-key');
    expect(await works('given-operator-key')).toBe(true);
    expect(await works(made)).toBe(true);
  });

  it('follows the variable: the key of the last start stops working', async () => {
    await start('first-operator-key');
    await start('second-operator-key');
    expect(await works('second-operator-key')).toBe(true);
    expect(await works('first-operator-key')).toBe(false);
  });

  it('accepts the printed key as the given one', async () => {
    await start();
    const [made = ''] = /sw_[\w-]{43}/.exec(printed) ?? [];
    await start(made);
    await start(made);
    expect(await works(made)).toBe(true);
    expect(await db.query('SELECT id FROM api_key')).toHaveLength(1);
  });
});

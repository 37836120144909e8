import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { type ApiAnswer, startTestHub, type TestHub } from '../testing/test-hub.js';

const DAY_MS = 86_400_000;

class MovableClock extends Clock {
  offsetMs = 0;

  override now(): number {
    return Date.now() + this.offsetMs;
  }
}

describe('Idempotency-Key', () => {
  let hub: TestHub;
  const clock = new MovableClock();

  beforeAll(async () => {
    hub = await startTestHub({
      override: (builder) => builder.overrideProvider(Clock).useValue(clock),
    });
  });
  afterAll(() => hub.close());

  const post = (path: string, body: unknown, id: string, key?: string): Promise<ApiAnswer> =>
    hub.api('POST', path, body, key, { 'idempotency-key': id });

  const tenantsNamed = async (name: string): Promise<number> => {
    const { body } = await hub.api('GET', '/api/v1/tenants?limit=200');
    return body.items.filter((tenant: { name: string }) => tenant.name === name).length;
  };

  it('gives the same answer to the same body, and does the work once', async () => {
    const first = await post('/api/v1/tenants', { name: 'Once' }, 'a-1');
    const second = await post('/api/v1/tenants', { name: 'Once' }, 'a-1');
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(await tenantsNamed('Once')).toBe(1);
  });

  it('refuses another body under the same key', async () => {
    await post('/api/v1/tenants', { name: 'Body' }, 'b-1');
    const { status, body } = await post('/api/v1/tenants', { name: 'Other body' }, 'b-1');
    expect([status, body.code]).toEqual([409, 'IDEMPOTENCY_KEY_REUSED']);
    expect(await tenantsNamed('Other body')).toBe(0);
  });

  it('does the work once for requests that come at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => post('/api/v1/tenants', { name: 'Together' }, 'c-1')),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(201));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await tenantsNamed('Together')).toBe(1);
  });

  it('keeps callers and routes apart', async () => {
    const one = await hub.tenant();
    const two = await hub.tenant();
    const body = { name: 'shared id' };
    const first = await post(`/api/v1/tenants/${one.id}/keys`, body, 'd-1', one.key);
    const second = await post(`/api/v1/tenants/${two.id}/keys`, body, 'd-1', two.key);
    const third = await post(`/api/v1/tenants/${one.id}/keys`, body, 'd-1');
    const keys = [first, second, third].map((answer) => answer.body.key);
    expect(new Set(keys).size).toBe(3);
  });

  it('keeps no secret in clear, and still gives it again', async () => {
    const { id, key } = await hub.tenant();
    const path = `/api/v1/tenants/${id}/keys`;
    const first = await post(path, { name: 'secret' }, 'e-1', key);
    const rows = await hub.app.get(Database).query('SELECT * FROM idempotency');
    expect(JSON.stringify(rows)).not.toContain(first.body.key);
    const second = await post(path, { name: 'secret' }, 'e-1', key);
    expect(second.body.key).toBe(first.body.key);
  });

  it('keeps nothing of a body that a password could be tried out on', async () => {
    const { id } = await hub.tenant();
    const body = { name: 'secret of one word' };
    await post(`/api/v1/tenants/${id}/keys`, body, 'p-1');
    const rows = await hub.app
      .get(Database)
      .query<{ body_hash: string }>('SELECT body_hash FROM idempotency');
    const text = JSON.stringify(body);
    const unkeyed = [text, Buffer.from(text).toString('base64')].flatMap((known) =>
      [known, JSON.stringify([known])].flatMap((form) =>
        (['hex', 'base64url'] as const).map((as) => createHash('sha256').update(form).digest(as)),
      ),
    );
    for (const { body_hash } of rows) {
      expect(body_hash).toMatch(/^[\w-]{8}\.[\w-]{43}$/);
      expect(unkeyed.filter((hash) => body_hash.includes(hash))).toEqual([]);
    }
    expect(rows.length).toBeGreaterThan(0);
  });

  it('keeps no refusal: a corrected request may use the key', async () => {
    expect((await post('/api/v1/tenants', { name: '' }, 'f-1')).status).toBe(422);
    expect((await post('/api/v1/tenants', { name: 'Corrected' }, 'f-1')).status).toBe(201);
  });

  it('forgets after a day', async () => {
    const first = await post('/api/v1/tenants', { name: 'Daily' }, 'g-1');
    clock.offsetMs += DAY_MS - 60_000;
    expect((await post('/api/v1/tenants', { name: 'Daily' }, 'g-1')).body).toEqual(first.body);
    clock.offsetMs += 120_000;
    const later = await post('/api/v1/tenants', { name: 'Daily' }, 'g-1');
    expect(later.body.id).not.toBe(first.body.id);
  });

  it('tells a request that another process works on to come again', async () => {
    await post('/api/v1/tenants', { name: 'Elsewhere' }, 'h-1');
    const db = hub.app.get(Database);
    await db.write((tx) => tx.query('UPDATE idempotency SET status = 0, body = NULL'));
    const { status, body } = await post('/api/v1/tenants', { name: 'Elsewhere' }, 'h-1');
    expect([status, body.code, body.next]).toEqual([409, 'IDEMPOTENCY_IN_PROGRESS', 'retry']);
  });

  it('takes over a request whose process is gone', async () => {
    await post('/api/v1/tenants', { name: 'Crashed' }, 'i-1');
    const db = hub.app.get(Database);
    await db.write((tx) => tx.query('UPDATE idempotency SET status = 0, body = NULL'));
    clock.offsetMs += 6 * 60_000;
    expect((await post('/api/v1/tenants', { name: 'Crashed' }, 'i-1')).status).toBe(201);
  });

  it('refuses a key with blanks', async () => {
    const { status, body } = await post('/api/v1/tenants', { name: 'x' }, 'two words');
    expect([status, body.code]).toEqual([400, 'MALFORMED_REQUEST']);
  });
});

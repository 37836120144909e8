import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AccountPause } from '../accounts/account-pause.js';
import { Clock } from '../clock.js';
import { Connection } from '../connections/connection.entity.js';
import { ConnectionPause } from '../connections/connection-pause.js';
import { Database } from '../database/database.service.js';
import { insertStore } from '../testing/sample-store.js';
import { TestClock } from '../testing/test-clock.js';
import { startTestHub, type TestHub } from '../testing/test-hub.js';
import { until } from '../testing/until.js';
import { AlertConditions } from './alert-conditions.service.js';
import { AlertSender } from './alert-sender.service.js';
import { AlertsService } from './alerts.service.js';

jest.setTimeout(120_000);

interface Taken {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe('alerts', () => {
  const clock = new TestClock();
  let hub: TestHub;
  let tenant: { id: string; key: string };
  let storeId: string;
  let base: string;
  let receiver: Server;
  let url: string;
  let status = 200;
  const taken: Taken[] = [];

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        taken.push({ headers: request.headers, body });
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/alerts`;
    hub = await startTestHub({
      override: (builder) => builder.overrideProvider(Clock).useValue(clock),
    });
    tenant = await hub.tenant();
    base = `/api/v1/tenants/${tenant.id}`;
    storeId = await insertStore(hub.app, tenant.id);
  });
  afterAll(async () => {
    await hub?.close();
    receiver.closeAllConnections();
    await new Promise((done) => receiver.close(done));
  });
  afterEach(async () => {
    status = 200;
    await hub.api('DELETE', `${base}/alert-webhook`, undefined, tenant.key);
    await hub.app
      .get(Database)
      .write((tx) => tx.query('DELETE FROM alert WHERE tenant_id = $1', [tenant.id]));
    taken.length = 0;
  });

  const alerts = () => hub.app.get(AlertsService);
  const evaluate = () => hub.app.get(AlertConditions).evaluate();
  const list = async (state = 'open') => {
    const path = `${base}/alerts?state=${state}`;
    return (await hub.api('GET', path, undefined, tenant.key)).body.items;
  };
  const raise = (message = 'Look at this.') =>
    alerts().raise({
      tenantId: tenant.id,
      kind: 'webhookWatchdog',
      subject: `store:${storeId}`,
      severity: 'warning',
      message,
    });

  it('has one per kind and subject, which counts', async () => {
    await raise();
    await raise('Look again.');
    const items = await list();
    expect((await hub.api('GET', '/metrics')).body).toContain(
      `storewire_alerts{tenant="${tenant.id}",kind="webhookWatchdog"} 1`,
    );
    expect(items).toEqual([
      {
        id: expect.any(String),
        kind: 'webhookWatchdog',
        severity: 'warning',
        subject: { type: 'store', id: storeId },
        message: 'Look again.',
        state: 'open',
        count: 2,
        firstAt: expect.any(String),
        lastAt: expect.any(String),
        acknowledgedAt: null,
        resolvedAt: null,
      },
    ]);
  });

  it('leaves the list when somebody acknowledges it, and ends by itself', async () => {
    await raise();
    const [{ id }] = await list();
    const path = `${base}/alerts/${id}/acknowledge`;
    const { status: code, body } = await hub.api('POST', path, undefined, tenant.key);
    expect([code, body.state]).toEqual([200, 'acknowledged']);
    expect(await list()).toEqual([]);
    expect(await list('acknowledged')).toHaveLength(1);
    await alerts().resolve(tenant.id, 'webhookWatchdog', `store:${storeId}`);
    expect(await list('acknowledged')).toEqual([]);
    expect(await list('resolved')).toEqual([
      expect.objectContaining({ id, state: 'resolved', resolvedAt: expect.any(String) }),
    ]);
    // The next time is another alert.
    await raise();
    expect((await list())[0].id).not.toBe(id);
    expect(await list('all')).toHaveLength(2);
  });

  it('answers 404 for an alert of somebody else', async () => {
    const other = await hub.tenant();
    await raise();
    const [{ id }] = await list();
    const path = `/api/v1/tenants/${other.id}/alerts/${id}/acknowledge`;
    expect((await hub.api('POST', path, undefined, other.key)).status).toBe(404);
  });

  it('tells of a paused account until it is resumed', async () => {
    const [row] = await hub.app
      .get(Database)
      .query<{ account_id: string }>('SELECT account_id FROM store WHERE id = $1', [storeId]);
    const accountId = row?.account_id ?? '';
    const pause = hub.app.get(AccountPause);
    await pause.pause(tenant.id, accountId, 'User not authenticated: ada@customer.example');
    await until('the alert is open', async () => (await list()).length === 1);
    await evaluate();
    const [alert] = await list();
    expect(alert).toMatchObject({
      kind: 'pausedAccount',
      severity: 'error',
      subject: { type: 'account', id: accountId },
      count: 1,
    });
    // What SALESmanago says may name a person.
    expect(alert.message).not.toContain('@');
    await pause.resume(tenant.id, accountId);
    await until('the alert is closed', async () => (await list()).length === 0);
    expect(await list('resolved')).toHaveLength(1);
  });

  it('tells of a paused connection until it is resumed', async () => {
    const [connection] = await hub.app.get(Database).of(tenant.id, Connection).find();
    const connectionId = connection?.id ?? '';
    const pause = hub.app.get(ConnectionPause);
    await pause.pause(tenant.id, connectionId, 'revoked');
    await until('the alert is open', async () => (await list()).length === 1);
    expect((await list())[0]).toMatchObject({
      kind: 'pausedConnection',
      subject: { type: 'connection', id: connectionId },
      message: expect.stringMatching(/^revoked\. Its messages wait/),
    });
    await pause.resume(tenant.id, connectionId);
    await until('the alert is closed', async () => (await list()).length === 0);
  });

  it('tells of dead letters, and again when there are more than somebody knows of', async () => {
    const db = hub.app.get(Database);
    const dead = async (count: number) => {
      await db.write((tx) =>
        tx.query(`UPDATE store_count SET dead = $1 WHERE tenant_id = $2 AND store_id = $3`, [
          count,
          tenant.id,
          storeId,
        ]),
      );
      await evaluate();
    };
    await db.write((tx) =>
      tx.insertRows('store_count', { tenant_id: 'text', store_id: 'text' }, [
        { tenant_id: tenant.id, store_id: storeId },
      ]),
    );
    await hub.api('PUT', `${base}/alert-webhook`, { url }, tenant.key);
    await dead(2);
    const [{ id }] = await list();
    await dead(5);
    expect(await list()).toEqual([
      expect.objectContaining({
        id,
        kind: 'deadLetters',
        count: 5,
        message: expect.stringContaining('5 messages'),
      }),
    ]);
    await hub.api('POST', `${base}/alerts/${id}/acknowledge`, undefined, tenant.key);
    await dead(5);
    expect(await list()).toEqual([]);
    await dead(6);
    expect(await list()).toEqual([expect.objectContaining({ id, count: 6, state: 'open' })]);
    await dead(0);
    expect(await list('all')).toEqual([expect.objectContaining({ id, state: 'resolved' })]);
    await until('the message has come', () => taken.length === 3);
    expect(taken.map(({ body }) => JSON.parse(body).type)).toEqual([
      'alert.opened',
      'alert.reopened',
      'alert.resolved',
    ]);
  });

  it('ends what belongs to a store that is gone', async () => {
    const gone = await insertStore(hub.app, tenant.id, 'Gone');
    await alerts().raise({
      tenantId: tenant.id,
      kind: 'oversizeBody',
      subject: `store:${gone}`,
      severity: 'warning',
      message: 'Too large.',
    });
    await evaluate();
    expect(await list()).toHaveLength(1);
    await hub.app.get(Database).write((tx) => tx.query('DELETE FROM store WHERE id = $1', [gone]));
    await evaluate();
    expect(await list()).toEqual([]);
  });

  it('sends signed messages to the webhook of the tenant, without anybody’s data', async () => {
    const { body: set } = await hub.api('PUT', `${base}/alert-webhook`, { url }, tenant.key);
    expect(set).toMatchObject({ url, hasSecret: true, secret: expect.stringMatching(/^whsec_/) });
    const startedAt = clock.now();
    await raise();
    await until('the message has come', () => taken.length === 1);
    const [{ headers, body } = { headers: {}, body: '' }] = taken;
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const key = Buffer.from(set.secret.slice('whsec_'.length), 'base64');
    const mac = createHmac('sha256', key).update(signed).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${mac}`);
    const sentAt = Number(headers['webhook-timestamp']);
    expect(sentAt).toBeGreaterThanOrEqual(Math.floor(startedAt / 1000));
    expect(sentAt).toBeLessThanOrEqual(clock.now() / 1000);
    expect(JSON.parse(body)).toEqual({
      type: 'alert.opened',
      timestamp: expect.any(String),
      data: {
        id: expect.any(String),
        tenantId: tenant.id,
        kind: 'webhookWatchdog',
        severity: 'warning',
        subject: { type: 'store', id: storeId },
        message: 'Look at this.',
        count: 1,
        firstAt: expect.any(String),
        lastAt: expect.any(String),
      },
    });
    // The second time is no news.
    await raise();
    await alerts().resolve(tenant.id, 'webhookWatchdog', `store:${storeId}`);
    await until('the message has come', () => taken.length === 2);
    expect(JSON.parse(taken[1]?.body ?? '')).toMatchObject({
      type: 'alert.resolved',
      data: { count: 2 },
    });
    const shown = await hub.api('GET', `${base}/alert-webhook`, undefined, tenant.key);
    expect(shown.body).toEqual({
      url,
      hasSecret: true,
      lastAt: expect.any(String),
      lastError: null,
    });
    expect(hub.logs.join('\n')).not.toContain(set.secret.slice('whsec_'.length));
  });

  it('repeats a message under the same id until it is taken', async () => {
    await hub.api('PUT', `${base}/alert-webhook`, { url }, tenant.key);
    status = 500;
    await raise();
    await until('the message has come', () => taken.length === 1);
    const shown = async () =>
      (await hub.api('GET', `${base}/alert-webhook`, undefined, tenant.key)).body.lastError;
    await until(
      "the receiver's answer is shown",
      async () => (await shown()) === 'The receiver answered 500.',
    );
    const idOf = (one?: Taken) => one?.headers['webhook-id'];
    status = 204;
    // Beyond the wait after a second try: the machine may have been slow enough for one.
    clock.move(306_000);
    await hub.app.get(AlertSender).sweep();
    await until("the receiver's answer is shown", async () => (await shown()) === null);
    const tries = taken.length;
    expect(tries).toBeGreaterThanOrEqual(2);
    expect(new Set(taken.map(idOf)).size).toBe(1);
    expect(taken.at(-1)?.body).toBe(taken[0]?.body);
    clock.move(86_400_000);
    await hub.app.get(AlertSender).sweep();
    // One after the other: what comes next shows that nothing came before it. A round of the watchdog may end the alert, too.
    await alerts().resolve(tenant.id, 'webhookWatchdog', `store:${storeId}`);
    await until('the message has come', () => taken.length > tries);
    expect(JSON.parse(taken[tries]?.body ?? '').type).toBe('alert.resolved');
    expect(idOf(taken[tries])).not.toBe(idOf(taken[0]));
  });

  it('gives the secret once, and a new one each time', async () => {
    const set = async () =>
      (await hub.api('PUT', `${base}/alert-webhook`, { url }, tenant.key)).body.secret;
    expect(await set()).not.toBe(await set());
    const { body } = await hub.api('GET', `${base}/alert-webhook`, undefined, tenant.key);
    expect(JSON.stringify(body)).not.toContain('whsec_');
    const [row] = await hub.app.get(Database).query('SELECT secret FROM alert_webhook');
    expect(String(row?.secret)).toMatch(/^v1\./);
  });

  it('has none until one is set, and refuses what is no address', async () => {
    const { body } = await hub.api('GET', `${base}/alert-webhook`, undefined, tenant.key);
    expect(body).toEqual({ url: null, hasSecret: false, lastAt: null, lastError: null });
    for (const wrong of ['ftp://alerts.example', 'nothing', 7]) {
      const answer = await hub.api('PUT', `${base}/alert-webhook`, { url: wrong }, tenant.key);
      expect([answer.status, answer.body.errors[0].path]).toEqual([422, 'url']);
    }
  });
});

describe('the alert webhook of a hub on the open internet', () => {
  it('is neither private nor plain', async () => {
    const hub = await startTestHub({ env: { STOREWIRE_ALLOW_PRIVATE_ADDRESSES: 'false' } });
    try {
      const tenant = await hub.tenant();
      const path = `/api/v1/tenants/${tenant.id}/alert-webhook`;
      for (const url of [
        'https://127.0.0.1/a',
        'http://198.51.100.7/a',
        'http://93.184.215.14/a',
      ]) {
        const answer = await hub.api('PUT', path, { url }, tenant.key);
        expect([url, answer.status, answer.body.errors?.[0].path]).toEqual([url, 422, 'url']);
      }
      const open = await hub.api('PUT', path, { url: 'https://93.184.215.14/a' }, tenant.key);
      expect(open.status).toBe(200);
    } finally {
      await hub.close();
    }
  });
});

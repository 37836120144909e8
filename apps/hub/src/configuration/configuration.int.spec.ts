import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { AdapterRegistry } from '../adapters/adapter-registry.js';
import { fakeAdapter } from '../testing/fake-shop.js';
import { startTestHub, type TestHub } from '../testing/test-hub.js';
import { applyFile } from './apply.command.js';

const API_SECRET = 'INVENTED-api-secret';
const TOKEN = 'tok_INVENTED';

const variable = (name: string): string => `\${${name}}`;

describe('the configuration of a tenant as a file', () => {
  let hub: TestHub;
  let tenant: { id: string; key: string };
  let path: string;

  beforeAll(async () => {
    hub = await startTestHub({
      override: (builder) =>
        builder.overrideProvider(AdapterRegistry).useValue(new AdapterRegistry([fakeAdapter])),
    });
  });
  afterAll(() => hub.close());
  beforeEach(async () => {
    tenant = await hub.tenant('Agency');
    path = `/api/v1/tenants/${tenant.id}/configuration`;
  });

  const call = (method: string, url: string, body?: unknown, headers = {}) =>
    hub.api(method, url, body, tenant.key, headers);
  const account = (extra: object = {}) => ({
    name: 'Main',
    endpoint: 'https://app2.salesmanago.example',
    clientId: 'client1',
    owner: 'owner@shop.example',
    apiSecret: API_SECRET,
    ...extra,
  });
  const file = () => ({
    version: 1,
    settings: { cartWindow: '4h' },
    accounts: [account()],
    connections: [
      { name: 'shop', platform: 'fake', values: { url: 'http://127.0.0.1:9', token: TOKEN } },
    ],
    stores: [
      {
        name: 'Books',
        platform: 'fake',
        account: 'Main',
        connection: 'shop',
        settings: { location: 'books_pl', purchaseTags: 'bought here' },
      },
      { name: 'Outlet', platform: 'fake', account: 'Main', connection: 'shop', storefront: '2' },
    ],
  });

  it('makes what is new, changes nothing the second time, and comes back without secrets', async () => {
    const preview = await call('PUT', `${path}?dryRun=true`, file());
    expect(preview.status).toBe(200);
    expect(preview.body.changes.map((one: { name: string }) => one.name)).toEqual([
      'Agency',
      'Main',
      'Books',
      'Outlet',
    ]);
    expect((await call('GET', path)).body.accounts).toEqual([]);

    const applied = await call('PUT', path, file());
    expect(applied.body.changes).toEqual(preview.body.changes);
    expect((await call('PUT', path, file())).body).toEqual({ dryRun: false, changes: [] });

    const { body } = await call('GET', path);
    expect(body).toMatchObject({
      version: 1,
      tenant: { name: 'Agency' },
      settings: { cartWindow: '4h' },
      accounts: [{ name: 'Main', clientId: 'client1' }],
      connections: [{ name: 'fake:127.0.0.1:9', values: { url: 'http://127.0.0.1:9' } }],
      stores: [
        { name: 'Books', settings: { location: 'books_pl', purchaseTags: ['BOUGHT_HERE'] } },
        { name: 'Outlet', storefront: '2', settings: {} },
      ],
      secretsLeftOut: expect.arrayContaining([
        'accounts[0].apiSecret',
        'connections[0].values.token',
      ]),
    });
    expect(JSON.stringify(body)).not.toMatch(/INVENTED/);
    expect(JSON.stringify(applied.body)).not.toMatch(/INVENTED/);
    expect((await call('PUT', path, body)).body.changes).toEqual([]);
  });

  it('is read and written as YAML, too', async () => {
    const yaml = { 'content-type': 'application/yaml' };
    const applied = await call('PUT', path, stringify(file()), yaml);
    expect(applied.status).toBe(200);
    const answer = await call('GET', path, undefined, { accept: 'application/yaml' });
    expect(answer.headers.get('content-type')).toContain('application/yaml');
    expect(answer.body).toContain('name: Books');
    expect(parse(answer.body).stores).toHaveLength(2);
    const broken = await call('PUT', path, 'a: [', yaml);
    expect([broken.status, broken.body.code]).toEqual([400, 'MALFORMED_REQUEST']);
    const elsewhere = await call('PATCH', `/api/v1/tenants/${tenant.id}/settings`, 'a: 1', yaml);
    expect(elsewhere.status).toBe(415);
  });

  it('changes what differs and leaves alone what is not named', async () => {
    await call('PUT', path, file());
    const changed = {
      version: 1,
      accounts: [{ name: 'Main', callsPerSecond: 9, apiSecret: 'INVENTED-other' }],
      connections: [{ name: 'shop', platform: 'fake', values: { newsletterField: 'news' } }],
      stores: [
        {
          name: 'Books',
          platform: 'fake',
          account: 'Main',
          connection: 'shop',
          settings: { purchaseTags: null, active: false },
        },
      ],
    };
    const { body } = await call('PUT', path, changed);
    expect(body.changes).toEqual([
      {
        path: 'accounts[0]',
        kind: 'account',
        name: 'Main',
        action: 'update',
        fields: [
          { field: 'callsPerSecond', before: 5, after: 9 },
          { field: 'apiSecret', before: null, after: 'changed' },
        ],
      },
      {
        path: 'connections[0]',
        kind: 'connection',
        name: 'shop',
        action: 'update',
        fields: [{ field: 'newsletterField', before: null, after: 'news' }],
      },
      {
        path: 'stores[0]',
        kind: 'store',
        name: 'Books',
        action: 'update',
        fields: [
          { field: 'settings.active', before: null, after: false },
          { field: 'settings.purchaseTags', before: ['BOUGHT_HERE'], after: null },
        ],
      },
    ]);
    const now = (await call('GET', path)).body;
    expect(now.settings).toEqual({ cartWindow: '4h' });
    expect(now.stores).toHaveLength(2);
    expect(now.stores[0].settings).toEqual({ active: false, location: 'books_pl' });
    expect(now.connections[0].values).toEqual({
      url: 'http://127.0.0.1:9',
      newsletterField: 'news',
    });
    const { body: audit } = await call('GET', `/api/v1/tenants/${tenant.id}/audit?limit=10`);
    expect(JSON.stringify(audit)).not.toMatch(/INVENTED/);
    expect(audit.items).toContainEqual(
      expect.objectContaining({
        action: 'account.update',
        detail: {
          changes: { callsPerSecond: { before: 5, after: 9 }, apiSecret: 'changed' },
        },
      }),
    );
  });

  it('names every problem with its place, missing secrets too, and changes nothing', async () => {
    const wrong = {
      version: 1,
      settings: { surprise: 1 },
      accounts: [account({ apiSecret: undefined, owner: 'nobody' })],
      connections: [
        { name: 'shop', platform: 'fake', values: { url: 'http://127.0.0.1:9' } },
        { name: 'spare', platform: 'nothing' },
      ],
      stores: [
        {
          name: 'Books',
          platform: 'fake',
          account: 'Other',
          connection: 'gone',
          settings: { location: '1x', doubleOptInSubject: 'only this' },
        },
        { name: 'Books', platform: 'fake', account: 'Main', connection: 'shop' },
      ],
    };
    const { status, body } = await call('PUT', path, wrong);
    expect(status).toBe(422);
    const paths = body.errors.map((error: { path: string }) => error.path);
    expect([...new Set(paths)].sort()).toEqual([
      'accounts[0].apiSecret',
      'accounts[0].owner',
      'connections[0].values.token',
      'connections[1]',
      'connections[1].platform',
      'settings.surprise',
      'stores[0].account',
      'stores[0].connection',
      'stores[0].settings.doubleOptInAccountId',
      'stores[0].settings.doubleOptInTemplateId',
      'stores[0].settings.location',
      'stores[1].name',
    ]);
    expect(body.errors).toContainEqual({
      path: 'accounts[0].apiSecret',
      message: expect.stringContaining('is missing'),
    });
    expect((await call('GET', path)).body.stores).toEqual([]);
  });

  it.each([
    { given: { version: 2 }, path: 'version' },
    { given: { version: 1, other: [] }, path: 'other' },
    { given: { version: 1, stores: {} }, path: 'stores' },
    { given: { version: 1, stores: [{ name: 'A' }] }, path: 'stores[0].platform' },
    { given: { version: 1, accounts: ['x'] }, path: 'accounts[0].name' },
    { given: '[]', path: '' },
  ])('refuses $given', async ({ given, path: at }) => {
    const { status, body } = await call('PUT', path, given);
    expect(status).toBe(422);
    expect(body.errors.map((error: { path: string }) => error.path)).toContain(at);
  });

  describe('storewire apply', () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'storewire-apply-'));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('applies a file with secrets from the environment, for a tenant or an operator', async () => {
      const given = file();
      const [first] = given.accounts;
      const named = { ...given, accounts: [{ ...first, apiSecret: variable('SM_SECRET') }] };
      const at = join(folder, 'configuration.yaml');
      writeFileSync(at, stringify(named));
      const env = { STOREWIRE_API_KEY: tenant.key, SM_SECRET: API_SECRET };
      const preview = await applyFile({ file: at, url: hub.url, dryRun: true }, env);
      expect(preview).toContain('Would make store Books');
      const done = await applyFile({ file: at, url: hub.url }, env);
      expect(done).toEqual([
        'Changed settings Agency',
        '  settings.cartWindow: null -> "4h"',
        'Made account Main',
        'Made store Books',
        'Made store Outlet',
      ]);
      const asOperator = { ...env, STOREWIRE_API_KEY: hub.operatorKey };
      const again = { file: at, url: hub.url, tenant: tenant.id };
      expect(await applyFile(again, asOperator)).toEqual(['Nothing to change.']);
    });

    it('makes the tenant that the file names for an operator, and none that is a slip', async () => {
      const at = join(folder, 'new-tenant.yaml');
      writeFileSync(at, stringify({ ...file(), tenant: { name: 'Newcomer' } }));
      const env = { STOREWIRE_API_KEY: hub.operatorKey };
      const options = { file: at, url: hub.url };
      await expect(applyFile({ ...options, tenant: 'Newcomer' }, env)).rejects.toThrow(
        'There is no tenant Newcomer.',
      );
      expect(await applyFile({ ...options, dryRun: true }, env)).toEqual([
        'Would make tenant Newcomer, with all of the file',
      ]);
      const done = await applyFile(options, env);
      expect(done).toEqual(expect.arrayContaining(['Made tenant Newcomer', 'Made store Books']));
      expect(await applyFile(options, env)).toEqual(['Nothing to change.']);
    });

    it('says what is wrong', async () => {
      const at = join(folder, 'wrong.yaml');
      writeFileSync(at, `version: 1\nstores: [{ name: "${variable('NAME')}" }]\n`);
      const options = { file: at, url: hub.url };
      const env = { STOREWIRE_API_KEY: tenant.key };
      await expect(applyFile(options, {})).rejects.toThrow('STOREWIRE_API_KEY');
      await expect(applyFile(options, env)).rejects.toThrow('not set: NAME');
      await expect(applyFile(options, { ...env, NAME: 'A' })).rejects.toThrow(
        'stores[0].platform: is needed',
      );
      await expect(applyFile({ ...options, file: `${at}x` }, env)).rejects.toThrow(
        'cannot be read',
      );
      const nobody = { ...options, url: 'http://127.0.0.1:9' };
      await expect(applyFile(nobody, { ...env, NAME: 'A' })).rejects.toThrow('No hub answers');
    });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SETTING_KEYS } from '@storewire/core';
import { insertStore } from '../testing/sample-store.js';
import { type ApiAnswer, startTestHub, type TestHub } from '../testing/test-hub.js';
import { type SettingsChange, SettingsService } from './settings.service.js';

jest.setTimeout(120_000);

describe('settings', () => {
  let hub: TestHub;
  let tenant: { id: string; key: string };
  let tenantPath: string;
  let one: string;
  let two: string;

  beforeAll(async () => {
    hub = await startTestHub();
  });
  afterAll(() => hub.close());
  beforeEach(async () => {
    tenant = await hub.tenant();
    tenantPath = `/api/v1/tenants/${tenant.id}/settings`;
    [one, two] = [
      await insertStore(hub.app, tenant.id, 'One'),
      await insertStore(hub.app, tenant.id, 'Two'),
    ];
  });

  const storePath = (id: string): string => `/api/v1/tenants/${tenant.id}/stores/${id}/settings`;
  const call = (method: string, path: string, body?: unknown): Promise<ApiAnswer> =>
    hub.api(method, path, body, tenant.key);

  it('starts with the defaults of every key', async () => {
    for (const path of [tenantPath, storePath(one)]) {
      const { status, body } = await call('GET', path);
      expect(status).toBe(200);
      expect(Object.keys(body)).toEqual(SETTING_KEYS);
      expect(body.cartWindow).toEqual({ value: '12h', source: 'default' });
      expect(body.location).toEqual({ value: null, source: 'default' });
    }
  });

  it('layers store over tenant over default, and goes back with null', async () => {
    await call('PATCH', tenantPath, { cartWindow: '1h', purchaseOn: 'placed' });
    const changed = await call('PATCH', storePath(one), { cartWindow: '4h' });
    expect(changed.body.cartWindow).toEqual({ value: '4h', source: 'store' });
    expect(changed.body.purchaseOn).toEqual({ value: 'placed', source: 'tenant' });
    expect((await call('GET', storePath(two))).body.cartWindow).toEqual({
      value: '1h',
      source: 'tenant',
    });
    const effective = await hub.app.get(SettingsService).effective(tenant.id, one);
    expect([effective.cartWindow, effective.purchaseOn]).toEqual(['4h', 'placed']);
    const back = await call('PATCH', storePath(one), { cartWindow: null });
    expect(back.body.cartWindow).toEqual({ value: '1h', source: 'tenant' });
    const home = await call('PATCH', tenantPath, { cartWindow: null });
    expect(home.body.cartWindow).toEqual({ value: '12h', source: 'default' });
  });

  it('takes lists as text, too, and keeps them normalised', async () => {
    const { body } = await call('PATCH', storePath(one), {
      registrationTags: 'new customer, shop',
      ignoredDomains: ['@Marketplace.EXAMPLE'],
    });
    expect(body.registrationTags.value).toEqual(['NEW_CUSTOMER', 'SHOP']);
    expect(body.ignoredDomains.value).toEqual(['marketplace.example']);
  });

  it('names every problem at once and changes nothing', async () => {
    const { status, body } = await call('PATCH', storePath(one), {
      active: 'yes',
      location: '1x',
      surprise: 1,
      another: null,
      cartWindow: '1h',
    });
    expect(status).toBe(422);
    const paths = body.errors.map((error: { path: string }) => error.path);
    expect([...new Set(paths)].sort()).toEqual(['active', 'another', 'location', 'surprise']);
    expect((await call('GET', storePath(one))).body.cartWindow.source).toBe('default');
  });

  it.each(['[]', '"text"', '5'])('refuses the body %s', async (body) => {
    expect((await call('PATCH', storePath(one), body)).status).toBe(422);
  });

  it('checks rules between settings on the effective values', async () => {
    const half = { doubleOptInTemplateId: 't', doubleOptInAccountId: 'a' };
    const refused = await call('PATCH', storePath(one), half);
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toEqual([
      { path: 'doubleOptInSubject', message: expect.stringContaining('all three or none') },
    ]);
    const whole = await call('PATCH', tenantPath, { ...half, doubleOptInSubject: 's' });
    expect(whole.status).toBe(200);
    expect((await call('PATCH', storePath(one), { doubleOptInSubject: 'own' })).status).toBe(200);
  });

  it('does not break a store from its tenant’s layer', async () => {
    const triple = {
      doubleOptInTemplateId: 't',
      doubleOptInAccountId: 'a',
      doubleOptInSubject: 's',
    };
    await call('PATCH', tenantPath, triple);
    await call('PATCH', storePath(one), { doubleOptInSubject: 'own' });
    const { status, body } = await call('PATCH', tenantPath, {
      doubleOptInTemplateId: null,
      doubleOptInAccountId: null,
      doubleOptInSubject: null,
    });
    expect(status).toBe(422);
    expect(body.errors[0].message).toContain(one);
  });

  it('copies what another store has set, without its location', async () => {
    await call('PATCH', storePath(one), {
      location: 'shop_pl',
      purchaseTags: ['BOUGHT'],
      cartWindow: '1h',
    });
    await call('PATCH', storePath(two), { location: 'shop_de', purchaseOn: 'placed' });
    const preview = await call('POST', `${storePath(two)}/copy`, { from: one, dryRun: true });
    expect(preview.status).toBe(200);
    const changes = [
      { storeId: two, key: 'purchaseTags', before: [], after: ['BOUGHT'] },
      { storeId: two, key: 'cartWindow', before: '12h', after: '1h' },
      { storeId: two, key: 'purchaseOn', before: 'placed', after: 'paid' },
    ];
    expect(preview.body.changes).toEqual(changes);
    expect((await call('GET', storePath(two))).body.cartWindow.value).toBe('12h');
    const copied = await call('POST', `${storePath(two)}/copy`, { from: one });
    expect(copied.body.changes).toEqual(changes);
    const { body } = await call('GET', storePath(two));
    expect(body.cartWindow).toEqual({ value: '1h', source: 'store' });
    expect(body.purchaseOn).toEqual({ value: 'paid', source: 'default' });
    expect(body.location.value).toBe('shop_de');
  });

  it('copies only the keys that are named', async () => {
    await call('PATCH', storePath(one), { location: 'shop_pl', cartWindow: '1h' });
    const body = { from: one, keys: ['location'] };
    const copied = await call('POST', `${storePath(two)}/copy`, body);
    expect(copied.body.changes).toEqual([
      { storeId: two, key: 'location', before: null, after: 'shop_pl' },
    ]);
    const wrong = await call('POST', `${storePath(two)}/copy`, { from: one, keys: ['nothing'] });
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, 'keys']);
  });

  it('sets values in many stores, with a preview, in all or in none', async () => {
    const path = `${tenantPath}/bulk`;
    await call('PATCH', storePath(two), { cartWindow: '1h' });
    const request = { stores: [one, two], values: { cartWindow: '1h', active: false } };
    const preview = await call('POST', path, { ...request, dryRun: true });
    const changes = [
      { storeId: one, key: 'active', before: true, after: false },
      { storeId: one, key: 'cartWindow', before: '12h', after: '1h' },
      { storeId: two, key: 'active', before: true, after: false },
    ];
    expect(preview.body.changes).toEqual(changes);
    expect((await call('GET', storePath(one))).body.active.value).toBe(true);
    expect((await call('POST', path, request)).body.changes).toEqual(changes);
    expect((await call('GET', storePath(one))).body.active.value).toBe(false);
    await call('PATCH', storePath(two), {
      doubleOptInTemplateId: 't',
      doubleOptInAccountId: 'a',
      doubleOptInSubject: 's',
    });
    const half = await call('POST', path, {
      stores: [one, two],
      values: { doubleOptInSubject: 'own', active: true },
    });
    expect(half.status).toBe(422);
    expect((await call('GET', storePath(two))).body.active.value).toBe(false);
  });

  it('previews what changes for a platform with a default of its own', async () => {
    const ebexo = await insertStore(hub.app, tenant.id, 'Ebexo', 'ebexo');
    const change = (purchaseOn: string | null) =>
      call('POST', `${tenantPath}/bulk`, { stores: [ebexo, one], values: { purchaseOn } });
    const key = 'purchaseOn';
    expect((await change('paid')).body.changes).toEqual([
      { storeId: ebexo, key, before: 'placed', after: 'paid' },
    ]);
    expect((await change('placed')).body.changes).toEqual([
      { storeId: ebexo, key, before: 'paid', after: 'placed' },
      { storeId: one, key, before: 'paid', after: 'placed' },
    ]);
    expect((await change(null)).body.changes).toEqual([
      { storeId: one, key, before: 'placed', after: 'paid' },
    ]);
  });

  it('takes a bulk change back, in every store, and once only', async () => {
    await call('PATCH', storePath(two), { cartWindow: '1h', location: 'shop_de' });
    const values = { cartWindow: '4h', purchaseOn: 'placed' };
    const { body } = await call('POST', `${tenantPath}/bulk`, { stores: [one, two], values });
    expect(body.changeId).toMatch(/^[\w-]{36}$/);
    const undone = await call('POST', `${tenantPath}/undo`, { changeId: body.changeId });
    expect(undone.status).toBe(200);
    expect(undone.body.changes).toEqual([
      { storeId: one, key: 'cartWindow', before: '4h', after: '12h' },
      { storeId: one, key: 'purchaseOn', before: 'placed', after: 'paid' },
      { storeId: two, key: 'cartWindow', before: '4h', after: '1h' },
      { storeId: two, key: 'purchaseOn', before: 'placed', after: 'paid' },
    ]);
    expect((await call('GET', storePath(one))).body.cartWindow).toEqual({
      value: '12h',
      source: 'default',
    });
    expect((await call('GET', storePath(two))).body).toMatchObject({
      cartWindow: { value: '1h', source: 'store' },
      location: { value: 'shop_de' },
    });
    const again = await call('POST', `${tenantPath}/undo`, { changeId: body.changeId });
    expect([again.status, again.body.code]).toEqual([409, 'ALREADY_UNDONE']);
    const redo = await call('POST', `${tenantPath}/undo`, { changeId: undone.body.changeId });
    expect(redo.status).toBe(200);
    expect((await call('GET', storePath(two))).body.cartWindow.value).toBe('4h');
  });

  it('does not take a change back over a newer one', async () => {
    await call('PATCH', storePath(one), { cartWindow: '1h', active: false });
    const { body } = await call('POST', `${storePath(two)}/copy`, { from: one });
    await call('PATCH', storePath(two), { cartWindow: '15m' });
    const undo = await call('POST', `${tenantPath}/undo`, { changeId: body.changeId });
    expect([undo.status, undo.body.code]).toEqual([409, 'SETTINGS_CHANGED_SINCE']);
    expect(undo.body.detail).toContain(`cartWindow of store ${two}`);
    expect((await call('GET', storePath(two))).body.active.value).toBe(false);
  });

  it('keeps no change where nothing changed, and none of a preview', async () => {
    const nothing = { stores: [one], values: { cartWindow: null } };
    const same = await call('POST', `${tenantPath}/bulk`, nothing);
    expect(same.body).toEqual({ changeId: null, changes: [] });
    const preview = { stores: [one], values: { cartWindow: '1h' }, dryRun: true };
    expect((await call('POST', `${tenantPath}/bulk`, preview)).body.changeId).toBeNull();
  });

  it('knows no change of another tenant', async () => {
    const { body } = await call('POST', `${tenantPath}/bulk`, {
      stores: [one],
      values: { active: false },
    });
    const other = await hub.tenant();
    const path = `/api/v1/tenants/${other.id}/settings/undo`;
    const undo = await hub.api('POST', path, { changeId: body.changeId }, other.key);
    expect(undo.status).toBe(404);
  });

  it.each([
    { language: 'en', label: 'Integration active' },
    { language: 'pl', label: 'Integracja aktywna' },
  ])('says label and help in $language', async ({ language, label }) => {
    const { body } = await call('GET', `${storePath(one)}?language=${language}`);
    expect(body.active).toMatchObject({ value: true, source: 'default', label });
    const schema = await call('GET', `/api/v1/settings-schema?language=${language}`);
    expect(schema.status).toBe(200);
    expect(Object.keys(schema.body.properties)).toEqual(SETTING_KEYS);
    expect(schema.body.properties.active).toMatchObject({ title: label, 'x-group': 'integration' });
  });

  it('says in the schema of a platform what has no effect there', async () => {
    const { body } = await call('GET', '/api/v1/settings-schema?platform=woocommerce');
    expect(body.properties.consentSync['x-available']).toBe(true);
    expect((await call('GET', '/api/v1/settings-schema?platform=nothing')).status).toBe(404);
    expect((await call('GET', '/api/v1/settings-schema?language=de')).status).toBe(400);
  });

  it('answers 404 for a store of another tenant in the body', async () => {
    const other = await hub.tenant();
    const foreign = await insertStore(hub.app, other.id);
    const copy = await call('POST', `${storePath(one)}/copy`, { from: foreign });
    const bulk = await call('POST', `${tenantPath}/bulk`, {
      stores: [one, foreign],
      values: { active: false },
    });
    expect([copy.status, bulk.status]).toEqual([404, 404]);
    expect((await call('GET', storePath(one))).body.active.source).toBe('default');
  });

  it('writes a row for each store that a bulk change, a copy or an undo changed, and none for a preview', async () => {
    const values = { cartWindow: '1h' };
    const bulk = (more: object = {}) =>
      call('POST', `${tenantPath}/bulk`, { stores: [one, two], values, ...more });
    await bulk({ dryRun: true });
    const { body } = await bulk();
    await call('POST', `${tenantPath}/undo`, { changeId: body.changeId });
    await call('PATCH', storePath(one), { returns: 'refund' });
    await call('POST', `${storePath(two)}/copy`, { from: one });
    const rows = (await call('GET', `/api/v1/tenants/${tenant.id}/audit?limit=50`)).body.items;
    const ofSettings = rows.filter(
      ({ action }: { action: string }) => action === 'settings.update',
    );
    expect(
      ofSettings.map(({ target, detail }: { target: string; detail: { changes: object } }) => [
        target,
        detail.changes,
      ]),
    ).toEqual([
      [two, { returns: { before: null, after: 'refund' } }],
      [one, { returns: { before: null, after: 'refund' } }],
      [two, { cartWindow: { before: '1h', after: null } }],
      [one, { cartWindow: { before: '1h', after: null } }],
      [two, { cartWindow: { before: null, after: '1h' } }],
      [one, { cartWindow: { before: null, after: '1h' } }],
    ]);
    for (const row of ofSettings) {
      expect(row).toMatchObject({
        actor: expect.stringMatching(/^test \(/),
        at: expect.stringMatching(/^\d{4}-.*Z$/),
      });
    }
  });

  it('writes what changed to the audit log and tells listeners', async () => {
    const changes: SettingsChange[] = [];
    const end = hub.app.get(SettingsService).onChange((change) => changes.push(change));
    await call('PATCH', tenantPath, { active: false });
    await call('PATCH', storePath(one), { cartWindow: '1h' });
    end();
    expect(changes).toEqual([{ tenantId: tenant.id }, { tenantId: tenant.id, storeId: one }]);
    const { body } = await call('GET', `/api/v1/tenants/${tenant.id}/audit?limit=2`);
    expect(body.items).toMatchObject([
      {
        action: 'settings.update',
        target: one,
        detail: { changes: { cartWindow: { before: null, after: '1h' } } },
      },
      { action: 'settings.update', target: tenant.id },
    ]);
  });
});

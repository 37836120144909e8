import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DEFAULT_ACCOUNT } from '@storewire/sandbox';
import { TrackerScene } from '../testing/tracker-scene.js';

jest.setTimeout(120_000);

describe('the script of a store', () => {
  let scene: TrackerScene;

  beforeAll(async () => {
    scene = await TrackerScene.open();
  });
  afterAll(() => scene?.close());

  const get = (headers: Record<string, string> = {}) =>
    scene.hub.api(
      'GET',
      `${new URL(scene.urls.trackerUrl).pathname}/s.js`,
      undefined,
      null,
      headers,
    );
  const code = () => scene.get(`${scene.path}/monitoring-code`);

  it('is JavaScript that any page may load and caches may keep', async () => {
    const { status, headers, body } = await get();
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': expect.stringMatching(/^public, max-age=\d+/),
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      etag: expect.stringMatching(/^"[\w-]{20,}"$/),
    });
    expect(() => new Function(body)).not.toThrow();
    expect(body).toContain(JSON.stringify(scene.urls.trackerUrl));
  });

  it('waits for the consent cookie and asks the identity path that the settings name', async () => {
    await scene.set({ trackerConsentCookie: 'ok_marketing', trackerIdentityPath: '/who?am=i' });
    const { body } = await get();
    expect(body).toContain('"consent":"ok_marketing"');
    expect(body).toContain('"identityPath":"/who?am=i"');
    await scene.set({ trackerConsentCookie: null, trackerIdentityPath: null });
    expect((await get()).body).toContain('"consent":"platform"');
  });

  it('is not sent again to who has it', async () => {
    const etag = (await get()).headers.get('etag') ?? '';
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const { status, body } = await get({ 'if-none-match': known });
      expect([status, body]).toEqual([304, undefined]);
    }
    expect((await get({ 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('S22 S30: is another one as soon as a setting is saved', async () => {
    const before = (await get()).headers.get('etag');
    await scene.set({ monitoringCookieDays: 30, monitoringBanners: true });
    const { headers, body } = await get({ 'if-none-match': before ?? '' });
    expect(headers.get('etag')).not.toBe(before);
    expect(body).toContain('["_smclt",30]');
    expect(body).toContain('["_smbanners",true]');
    await scene.set({ monitoringCookieDays: null, monitoringBanners: null });
    expect((await get()).headers.get('etag')).toBe(before);
  });

  it('S22 S30: brings the very monitoring code that the API shows', async () => {
    const { clientId } = DEFAULT_ACCOUNT;
    await scene.set({ monitoringPopups: true, monitoringCookieDays: 90 });
    const { html, tag } = await code();
    expect(html).toBe(
      `<script>var _smid="${clientId}";var _smclt=90;` +
        '(function(w,d,r,u,e,s){w.SalesmanagoObject=r;' +
        'w[r]=w[r]||function(){(w[r].q=w[r].q||[]).push(arguments)};' +
        'e=d.createElement("script");e.async=true;e.src=u;' +
        's=d.getElementsByTagName("script")[0];s.parentNode.insertBefore(e,s)})' +
        `(window,document,"sm","${scene.sandbox.url}/static/sm.js");</script>` +
        `<script src="${scene.sandbox.url}/dynamic/${clientId}/popups.js"></script>`,
    );
    expect(tag).toBe(`<script async src="${scene.urls.trackerUrl}/s.js"></script>`);
    const { body } = await get();
    const inScript = /"?monitoring"?:(\{.*?\}),/.exec(body)?.[1] ?? '';
    expect(inScript).toContain(`${scene.sandbox.url}/static/sm.js`);
    expect(inScript).toContain(`/dynamic/${clientId}/popups.js`);
    expect(inScript).toContain('["_smclt",90]');
  });

  it('S11 S13: asks for web push with the chosen form, while it is switched on', async () => {
    await scene.set({ webPushForm: 'form-1', webPush: false });
    expect((await code()).html).not.toContain('webPush');
    await scene.set({ webPush: true });
    expect((await code()).html).toContain('sm("webPush",["form-1","360"]);');
    expect((await get()).body).toContain('["form-1","360"]');
    await scene.set({ webPushForm: null, webPush: null });
  });

  it('S30 off: no monitoring code, and carts all the same', async () => {
    await scene.set({ monitoringCode: false });
    expect((await code()).html).toBe('');
    const { status, body } = await get();
    expect(status).toBe(200);
    expect(body).not.toContain('/static/sm.js');
    await scene.set({ monitoringCode: null });
  });

  it('says what is wrong where a value must not get into a page', async () => {
    const { body: account } = await scene.hub.api(
      'PATCH',
      `/api/v1/tenants/${scene.tenantId}/accounts/${scene.accountId}`,
      { clientId: 'Not-Plain' },
    );
    expect(account.clientId).toBe('Not-Plain');
    const { status, body } = await scene.hub.api('GET', `${scene.path}/monitoring-code`);
    expect([status, body.code, body.next]).toEqual([422, 'TRACKER_SETTING_INVALID', 'fixSettings']);
    expect((await get()).status).toBe(422);
  });

  it('of an unknown store is 404', async () => {
    const { status, body } = await scene.hub.api(
      'GET',
      `/t/${'x'.repeat(32)}/s.js`,
      undefined,
      null,
    );
    expect([status, body.code]).toEqual([404, 'UNKNOWN_STORE']);
  });

  it('has its doors and settings in the OpenAPI document', async () => {
    const { paths } = await scene.get('/api/openapi.json');
    const store = '/api/v1/tenants/{t}/stores/{s}';
    expect(paths).toMatchObject({
      '/t/{token}/s.js': { get: { summary: expect.any(String) } },
      '/t/{token}/cart': { post: { responses: { 204: {}, 403: {}, 413: {}, 429: {} } } },
      '/t/{token}/visitor': { post: { responses: { 200: {} } } },
      [`${store}/monitoring-code`]: { get: {} },
      [`${store}/tracker-secrets`]: { get: {}, post: {} },
      [`${store}/tracker-secrets/{secret}`]: { delete: {} },
    });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Agent } from 'undici';
import { caught } from '../test/caught.js';
import { type FakeAnswer, FakeService } from '../test/fake-service.js';
import { RegistrationError } from './registration.error.js';
import { type RegistrationRequest, register } from './registration.js';

const NOW = 1_767_225_600_000;
const service = new FakeService();
const agent = new Agent();

beforeAll(() => service.start());
afterAll(async () => {
  await agent.destroy();
  await service.stop();
});

const REGISTER = '/api/account/registerAppstore';
const TOKEN = '/api/authorization/token';
const INTEGRATE = '/api/account/integration';
const INTRODUCE = '/api/contact/upsertVendorToSupport';

const GOOD: Record<string, FakeAnswer> = {
  [REGISTER]: { body: { success: true, message: [], token: 'tok_made' } },
  [TOKEN]: { body: { success: true, message: [], token: 'tok_login', smapp: 3 } },
  [INTEGRATE]: { body: { success: true, message: [], shortId: 'k3v9x0', sha1: 'f00d' } },
  '/api/user/listByClient': { body: { success: true, users: ['ada@shop.example'] } },
  [INTRODUCE]: { body: { success: true, contactId: 'c-1' } },
  '/v3/auth/create': { body: { apiKey: 'V3KEY' } },
};

const refused = (text: string, values?: object): FakeAnswer => ({
  body: { success: false, message: text ? [text] : [], ...(values ? { values } : {}) },
});

const serve = (changes: Partial<Record<string, FakeAnswer>> = {}): void =>
  service.answers(({ path }) => changes[path] ?? GOOD[path] ?? { status: 404, body: 'no' });

const PARTNER = { clientId: 'abc123', apiSecret: 's3cret', owner: 'partner@agency.example' };
const CONSENTS = [
  { consentName: 'Terms', consentAccept: true },
  { consentName: 'Marketing', consentAccept: false },
];

const make = (request: Partial<RegistrationRequest> = {}, timeoutMs = 25_000) =>
  register(
    {
      name: 'Ada Kowal',
      email: 'ada@shop.example',
      password: 'pa55word',
      phone: '+48600100200',
      language: 'pl-PL',
      consents: CONSENTS,
      ...request,
    },
    { ...PARTNER, endpoint: service.url },
    { dispatcher: agent, now: () => NOW, randomKey: () => 'key1', timeoutMs },
  );

const called = (): string[] => service.seen.map(({ path }) => path);

beforeEach(() => serve());

describe('register', () => {
  it('signs as the partner and orders the modules as a text', async () => {
    await make();
    expect(service.seen[0]).toMatchObject({ path: REGISTER });
    expect(service.seen[0]?.body).toEqual({
      clientId: 'abc123',
      apiKey: 'key1',
      requestTime: NOW,
      sha: 'b3303faa88b01ce15a9d25133cd274927505b812',
      owner: 'partner@agency.example',
      email: 'ada@shop.example',
      password: 'pa55word',
      lang: 'PL',
      items:
        '[{"name":"EMAIL_MARKETING","contactLimit":1000},{"name":"LIVE_CHAT"},{"name":"WEB_PUSH"},{"name":"CF_P_LP"}]',
    });
  });

  it('goes on with the token of the answer, as after a login', async () => {
    expect(await make()).toEqual({
      credentials: {
        endpoint: service.url,
        clientId: 'k3v9x0',
        owner: 'ada@shop.example',
        credential: { kind: 'pair', apiKey: 'key1', sha: 'f00d' },
      },
      owners: ['ada@shop.example'],
      smapp: undefined,
      token: 'tok_made',
      tokenExpiresAtMs: NOW + 2_577_600_000,
    });
    expect(called()).toEqual([REGISTER, INTEGRATE, '/api/user/listByClient', INTRODUCE]);
    expect(service.seen[1]?.body).toEqual({ token: 'tok_made', apiKey: 'key1' });
  });

  it('tells the vendor name, phone and consents in the name of the new account', async () => {
    await make();
    expect(service.last.body).toEqual({
      clientId: 'k3v9x0',
      apiKey: 'key1',
      requestTime: NOW,
      sha: 'f00d',
      owner: 'ada@shop.example',
      name: 'Ada Kowal',
      phone: '+48600100200',
      consentDetails: CONSENTS,
    });
  });

  it('is good without the vendor knowing the person, and says so', async () => {
    serve({ [INTRODUCE]: refused('Consent Terms does not exist') });
    expect(await make()).toMatchObject({
      credentials: { clientId: 'k3v9x0' },
      contactError: { code: 'SM_REFUSED' },
    });
  });

  it('makes a v3 key when asked', async () => {
    const made = await make({ v3Key: { keyName: 'Storewire', v3Endpoint: service.url } });
    expect(made.credentials.v3ApiKey).toBe('V3KEY');
  });

  it.each([
    {
      why: 'the answer has no token',
      change: { [REGISTER]: { body: { success: true, message: [] } } },
    },
    { why: 'the answer gets lost', change: { [REGISTER]: { status: 502, body: '' } } },
  ])('logs in when $why', async ({ change }) => {
    serve(change);
    const { token, smapp } = await make();
    expect([token, smapp]).toEqual(['tok_login', 3]);
    expect(service.seen[1]).toMatchObject({
      path: TOKEN,
      body: { username: 'ada@shop.example', password: 'pa55word' },
    });
  });

  it('logs in when the token of the answer opens nothing', async () => {
    service.answers(({ path, body }) =>
      path === INTEGRATE && body.token === 'tok_made'
        ? refused('Authorization failed. Wrong Token')
        : (GOOD[path] as FakeAnswer),
    );
    expect((await make()).token).toBe('tok_login');
  });

  it.each([
    { answer: refused('Already registered'), refusal: 'exists' },
    { answer: refused('Unable to create account: Already registered'), refusal: 'exists' },
    { answer: refused('Password is too short'), refusal: 'weakPassword' },
    { answer: refused('', { password: 'too short' }), refusal: 'weakPassword' },
    { answer: refused('', { email: ['is not valid'] }), refusal: 'wrongData' },
    { answer: refused('Cannot register appstore user'), refusal: 'notOffered' },
    { answer: { status: 404, body: '<html>' }, refusal: 'notOffered' },
    { answer: { status: 403, body: '' }, refusal: 'notOffered' },
    { answer: { status: 301, headers: { location: '/' }, body: '' }, refusal: 'notOffered' },
    { answer: refused('User not authenticated'), refusal: 'partnerRefused' },
    { answer: refused('Not authenticated'), refusal: 'partnerRefused' },
    { answer: refused('Not authenticated, invalid owner'), refusal: 'partnerRefused' },
    { answer: { status: 401, body: '' }, refusal: 'partnerRefused' },
    { answer: { status: 503, body: '' }, refusal: 'unavailable' },
    { answer: { status: 429, headers: { 'retry-after': '7' }, body: '' }, refusal: 'unavailable' },
  ])('says $refusal to $answer, and asks no further', async ({ answer, refusal }) => {
    serve({ [REGISTER]: answer });
    const error = await caught(make());
    expect(error).toBeInstanceOf(RegistrationError);
    expect(error).toMatchObject({ refusal, mayExist: false });
    expect(called()).toEqual([REGISTER]);
  });

  it.each([
    { answer: { status: 502, body: '' }, refusal: 'unknown' },
    { answer: { body: '<html>' }, refusal: 'unknown' },
    { answer: { body: { success: true } }, refusal: 'notEntered' },
  ])('says $refusal to $answer when nobody can log in', async ({ answer, refusal }) => {
    serve({ [REGISTER]: answer, [TOKEN]: refused('User not authenticated') });
    expect(await caught(make())).toMatchObject({ refusal, mayExist: true });
  });

  it('says unavailable when nobody listens there', async () => {
    const gone = new FakeService();
    await gone.start();
    const { url } = gone;
    await gone.stop();
    const request = { email: 'a@shop.example', password: 'pa55word', consents: [] };
    const error = await caught(
      register(
        { ...request, name: 'A', phone: '1', language: 'en' },
        { ...PARTNER, endpoint: url },
        { dispatcher: agent },
      ),
    );
    expect(error).toMatchObject({ refusal: 'unavailable', outcome: 'notSent', next: 'retry' });
  });

  it('holds nothing in its errors that was typed or returned', async () => {
    const leaky = refused('Password pa55word of ada@shop.example is too short');
    for (const change of [
      { [REGISTER]: leaky },
      { [INTEGRATE]: { body: { success: true, sha1: 'f00d' } }, [TOKEN]: leaky },
    ]) {
      serve(change);
      const error = await caught(make());
      const shown = [
        error.message,
        error.hint,
        error.answer,
        String(error.cause),
        JSON.stringify(error),
      ].join();
      expect(shown).not.toMatch(/pa55word|ada@|tok_|f00d|s3cret/);
    }
  });
});

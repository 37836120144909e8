import { describe, expect, it } from '@jest/globals';
import {
  checkSettings,
  explainSettings,
  readSettingsPatch,
  resolveSettings,
  SETTING_KEYS,
} from './layers.js';

describe('a patch of settings', () => {
  // The settings table of the API, key by key: what it takes, and one value it refuses.
  const accepted: [key: string, values: unknown[], refused: unknown][] = [
    ['active', [true, false], 'true'],
    ['location', ['shop_pl', '_x1'], '1shop'],
    ['owner', ['owner@shop.example'], 'nobody'],
    ['doubleOptIn', [true, false], 1],
    ['doubleOptInTemplateId', ['0d9b2f5e-58a3-4e6b-8c2a-9f6f7a0c1001'], 5],
    ['doubleOptInAccountId', ['7'], 7],
    ['doubleOptInSubject', ['Please confirm'], 'x'.repeat(256)],
    ['doubleOptInWindowMinutes', [0, 10, 10_080], 1.5],
    ['consentSync', [true, false], 'on'],
    ['earlyOptOut', ['hold', 'sendLater'], 'never'],
    ['webPushForm', ['form-1'], 1],
    ['language', ['pl', 'en'], 'PL'],
    ['logoUrl', ['https://shop.example/logo.png'], 'javascript:alert(1)'],
    ['primaryColor', ['#0a5cff'], 'red'],
    ['secondaryColor', ['#F2F5FF'], '#fff'],
    ['liveChat', [true, false], 0],
    ['webPush', [true, false], 0],
    ['popUp', [true, false], 0],
    ['registrationTags', [['A', 'B_C'], []], 5],
    ['newsletterTags', [['A']], [1]],
    ['purchaseTags', [['A']], { a: 1 }],
    [
      'guestPurchaseTags',
      [['A']],
      Array(51)
        .fill('')
        .map((_, i) => `T${i}`),
    ],
    ['loginTags', [['A']], true],
    ['cartWindow', ['always-new', '15m', '1h', '4h', '12h', '7d', 'always-update'], '2h'],
    ['emptiedCart', ['delete', 'zero', 'leave'], 'keep'],
    ['claimedCarts', [true, false], 'no'],
    ['monitoringCookieDays', [0, 3652], 4000],
    ['monitoringCode', [true, false], 'x'],
    ['monitoringPlacedByHub', [true, false], 'x'],
    ['monitoringCustomScript', [true, false], 'x'],
    ['monitoringBanners', [true, false], 'x'],
    ['monitoringPopups', [true, false], 'x'],
    ['storefrontUrls', [['https://shop.example', 'http://127.0.0.1:8080'], []], ['shop']],
    ['trackerConsentCookie', ['cookie_marketing', 'a.b-c'], 'none'],
    ['trackerIdentityPath', ['/storewire/identity', '/c.jwt?id=1'], '//evil.example/'],
    ['ignoredDomains', [['a.example', 'b.example'], []], ['user@a.example']],
    ['ignoredSubdomains', [true, false], 'x'],
    ['erasureInSalesmanago', ['leave', 'optOut', 'delete'], 'forget'],
    ['smeventCookieHours', [0, 0.5, 12], '12'],
    ['cartUpdateHours', [0, 1.5], -1],
    ['operatingMode', ['automatic', 'linked-consent', 'newsletter-consent'], 'manual'],
    ['linkedConsentName', ['Newsletter'], 5],
    [
      'orderStates',
      [{}, { paid: 'purchase', void: 'cancellation', back: 'return', draft: 'ignore' }],
      { paid: ['purchase'] },
    ],
    ['productIdentifier', ['product', 'variant', 'sku', 'ean'], 'isbn'],
    ['languageSource', ['contact', 'store', 'none'], 'browser'],
    [
      'fieldMapping',
      [
        [],
        [
          { from: 'meta_data[key=size].value', to: 'property', name: 'size' },
          { from: 'group', to: 'tag', name: 'GROUP_' },
          { from: 'vat', to: 'keyInformation', name: 'vat' },
          { from: 'coupon', to: 'detail', name: '20' },
          { from: 'note', to: 'detail', name: '4', overwrite: true },
        ],
      ],
      [{ from: 'coupon', to: 'detail', name: '21' }],
    ],
    ['purchaseOn', ['placed', 'paid'], 'shipped'],
    ['returns', ['order', 'refund'], 'line'],
  ];

  it('knows every key of the table and no other', () =>
    expect([...SETTING_KEYS].sort()).toEqual(accepted.map(([key]) => key).sort()));

  it.each(accepted)('takes every value of %s', (key, values) => {
    for (const value of values) {
      expect(readSettingsPatch({ [key]: value })).toEqual({
        set: { [key]: value },
        unset: [],
        problems: [],
      });
    }
  });

  it.each(accepted)('refuses a wrong value of %s', (key, _values, refused) => {
    const { problems } = readSettingsPatch({ [key]: refused });
    expect(problems.map((problem) => problem.path)).toContain(key);
  });

  it.each([
    [{ fieldMapping: [{ from: 'a', to: ['tag'], name: 'x' }] }],
    [{ fieldMapping: [{ from: 'a', to: 'tag' }] }],
    [{ fieldMapping: [{ from: '', to: 'tag', name: 'x' }] }],
    [{ fieldMapping: [{ from: 'a', to: 'detail', name: '0' }] }],
    [{ fieldMapping: [{ from: 'a', to: 'detail', name: '007' }] }],
    [{ fieldMapping: [{ from: 'a', to: 'tag', name: 'x', extra: 1 }] }],
    [{ fieldMapping: [{ from: 'a', to: 'tag', name: 'x', overwrite: true }] }],
    [{ fieldMapping: [{ from: 'a', to: 'detail', name: '4', overwrite: 'yes' }] }],
    [{ fieldMapping: 'a' }],
    [{ logoUrl: 'logo.png' }],
    [{ orderStates: ['purchase'] }],
    [{ orderStates: { '': 'purchase' } }],
    [{ orderStates: { paid: 'sold' } }],
  ])('refuses %j', (patch) => expect(readSettingsPatch(patch).problems).not.toEqual([]));

  it.each([
    { given: '1shop', fits: 's_1shop' },
    { given: 'Sklep z kawą.pl', fits: 'Sklep_z_kawa_pl' },
    { given: 'ab', fits: 'ab_' },
  ])('S6: refuses the location $given with the rule and proposes $fits', ({ given, fits }) => {
    const [problem] = readSettingsPatch({ location: given }).problems;
    expect(problem?.message).toBe(
      `location: 3-36 letters, digits and underscores, not starting with a digit; ${fits} would fit.`,
    );
    expect(readSettingsPatch({ location: fits }).problems).toEqual([]);
  });

  it.each([
    {
      given: { doubleOptInTemplateId: 't' },
      missing: ['doubleOptInAccountId', 'doubleOptInSubject'],
    },
    {
      given: { doubleOptInTemplateId: 't', doubleOptInSubject: 's' },
      missing: ['doubleOptInAccountId'],
    },
    { given: {}, missing: [] },
    {
      given: { doubleOptInTemplateId: 't', doubleOptInAccountId: 'a', doubleOptInSubject: 's' },
      missing: [],
    },
  ])('S8: names what is missing beside $given', ({ given, missing }) => {
    const problems = checkSettings(resolveSettings({}, given));
    expect(problems.map(({ path }) => path)).toEqual(missing);
    for (const { message } of problems) {
      expect(message.includes('missing: account id')).toBe(true);
    }
  });

  it('reads comma-separated text as lists, normalised', () => {
    const { set, problems } = readSettingsPatch({
      registrationTags: 'shop register, new ,,new',
      newsletterTags: ['a,b', 'A'],
      ignoredDomains: 'Market.example, *.relay.example',
    });
    expect(problems).toEqual([]);
    expect(set).toEqual({
      registrationTags: ['SHOP_REGISTER', 'NEW'],
      newsletterTags: ['A', 'B'],
      ignoredDomains: ['market.example', 'relay.example'],
    });
  });

  it('names all problems at once', () => {
    const { problems } = readSettingsPatch({ active: 'x', cartWindow: '2h', nope: 1, gone: null });
    expect(problems.map((problem) => problem.path).sort()).toEqual([
      'active',
      'cartWindow',
      'gone',
      'nope',
    ]);
  });

  it.each(['foo', 'constructor', '__proto__', 'toString', 'hasOwnProperty', 'cartwindow'])(
    'refuses the unknown key %s',
    (key) => {
      const patch = JSON.parse(`{ "${key}": "x" }`);
      expect(readSettingsPatch(patch)).toEqual({
        set: {},
        unset: [],
        problems: [{ path: key, message: 'is not a known key.' }],
      });
      expect(readSettingsPatch(JSON.parse(`{ "${key}": null }`)).problems).toHaveLength(1);
    },
  );

  it('goes back to the inherited value with null', () =>
    expect(readSettingsPatch({ cartWindow: null, owner: null })).toEqual({
      set: {},
      unset: ['cartWindow', 'owner'],
      problems: [],
    }));

  it.each([[null], [[]], ['text'], [5], [undefined]])('refuses %j', (patch) =>
    expect(readSettingsPatch(patch).problems).toEqual([
      { path: '', message: 'must be an object.' },
    ]),
  );

  it('says nothing about what it was not given', () =>
    expect(readSettingsPatch({ active: undefined })).toEqual({ set: {}, unset: [], problems: [] }));
});

describe('layers', () => {
  it('let a platform have another default, which tenant and store change', () => {
    const platform = { purchaseOn: 'placed' };
    expect(resolveSettings({}, {}, platform).purchaseOn).toBe('placed');
    expect(explainSettings({}, {}, platform).purchaseOn).toEqual({
      value: 'placed',
      source: 'default',
    });
    expect(resolveSettings({ purchaseOn: 'paid' }, {}, platform).purchaseOn).toBe('paid');
    expect(resolveSettings({}, { purchaseOn: 'paid' }, platform).purchaseOn).toBe('paid');
  });

  const tenant = { cartWindow: '1h', returns: 'refund', smeventCookieHours: 2 };
  const store = { cartWindow: '4h' };

  it('puts the store over the tenant over the default', () => {
    const settings = resolveSettings(tenant, store);
    expect(settings).toMatchObject({ cartWindow: '4h', returns: 'refund', purchaseOn: 'paid' });
  });

  it('says where each value comes from, and null for what is set nowhere', () => {
    const explained = explainSettings(tenant, store);
    expect(Object.keys(explained)).toEqual(SETTING_KEYS);
    expect(explained).toMatchObject({
      cartWindow: { value: '4h', source: 'store' },
      returns: { value: 'refund', source: 'tenant' },
      purchaseOn: { value: 'paid', source: 'default' },
      owner: { value: null, source: 'default' },
    });
  });

  it('ignores what is no setting', () =>
    expect(resolveSettings({ nope: 1 }, { toString: 2 })).toEqual(resolveSettings({}, {})));

  it('gives every store its own lists', () => {
    resolveSettings({}, {}).registrationTags.push('X');
    expect(resolveSettings({}, {}).registrationTags).toEqual([]);
  });
});

describe('the double opt-in fields', () => {
  const ids = {
    doubleOptInTemplateId: 't',
    doubleOptInAccountId: 'a',
    doubleOptInSubject: 's',
  };
  it.each([
    [{}, []],
    [ids, []],
    [{ doubleOptInTemplateId: 't' }, ['doubleOptInAccountId', 'doubleOptInSubject']],
    [{ ...ids, doubleOptInSubject: '' }, ['doubleOptInSubject']],
  ])('%j lacks %j', (values, lacking) =>
    expect(checkSettings(resolveSettings({}, values)).map((problem) => problem.path)).toEqual(
      lacking,
    ),
  );

  it('may come from two layers', () => {
    const { doubleOptInSubject, ...tenant } = ids;
    expect(checkSettings(resolveSettings(tenant, { doubleOptInSubject }))).toEqual([]);
  });
});

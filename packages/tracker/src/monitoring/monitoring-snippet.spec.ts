import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TrackerSettingInvalid } from '../tracker.error.js';
import { type MonitoringCode, monitoringSnippet } from './monitoring-snippet.js';

const code: MonitoringCode = {
  clientId: 'k3v9x0qab7',
  smapp: 3,
  endpoint: 'https://app3.salesmanago.com',
  customScript: false,
  banners: false,
  popups: false,
  cookieDays: 3652,
};
const LOADER =
  '(function(w,d,r,u,e,s){w.SalesmanagoObject=r;' +
  'w[r]=w[r]||function(){(w[r].q=w[r].q||[]).push(arguments)};' +
  'e=d.createElement("script");e.async=true;e.src=u;' +
  's=d.getElementsByTagName("script")[0];s.parentNode.insertBefore(e,s)})' +
  '(window,document,"sm","https://app3.salesmanago.com/static/sm.js");</script>';
const POPUPS = '<script src="https://app3.salesmanago.com/dynamic/k3v9x0qab7/popups.js"></script>';

describe('monitoringSnippet', () => {
  it.each([
    { why: 'the client id and the application', change: {}, variables: 'var _smapp=3;' },
    { why: 'no application where none is known', change: { smapp: undefined }, variables: '' },
    {
      why: 'the custom script',
      change: { customScript: true },
      variables: 'var _smapp=3;var _smcustom=true;',
    },
    { why: 'banners', change: { banners: true }, variables: 'var _smapp=3;var _smbanners=true;' },
    {
      why: 'a lifetime of its own',
      change: { cookieDays: 30 },
      variables: 'var _smapp=3;var _smclt=30;',
    },
    { why: 'nothing for 0 days', change: { cookieDays: 0 }, variables: 'var _smapp=3;' },
    {
      why: 'everything in the measured order',
      change: { customScript: true, banners: true, cookieDays: 30 },
      variables: 'var _smapp=3;var _smcustom=true;var _smbanners=true;var _smclt=30;',
    },
  ])('prints $why', ({ change, variables }) => {
    expect(monitoringSnippet({ ...code, ...change })).toBe(
      `<script>var _smid="k3v9x0qab7";${variables}${LOADER}`,
    );
  });

  it('prints the pop-up script right after the code', () => {
    expect(monitoringSnippet({ ...code, popups: true })).toBe(
      `<script>var _smid="k3v9x0qab7";var _smapp=3;${LOADER}${POPUPS}`,
    );
  });

  it('S11 S13: calls the web push form after the loader', () => {
    expect(monitoringSnippet({ ...code, webPushForm: 'a1b2-c3' })).toBe(
      `<script>var _smid="k3v9x0qab7";var _smapp=3;${LOADER.replace('</script>', '')}` +
        'sm("webPush",["a1b2-c3","360"]);</script>',
    );
  });

  it('drops the path of the endpoint and keeps its port', () => {
    expect(monitoringSnippet({ ...code, endpoint: 'http://127.0.0.1:4000/api/' })).toContain(
      '"http://127.0.0.1:4000/static/sm.js"',
    );
  });

  it.each([
    { change: { clientId: '' } },
    { change: { clientId: 'ABC' } },
    { change: { clientId: 'a";alert(1)//' } },
    { change: { clientId: 'a\n' } },
    { change: { clientId: '</script>' } },
    { change: { endpoint: 'app3.salesmanago.com' } },
    { change: { endpoint: 'javascript:alert(1)' } },
    { change: { endpoint: 'https://app3.salesmanago.com@evil.example' } },
    { change: { endpoint: 'https://x"onload=alert(1)' } },
    { change: { endpoint: '' } },
    { change: { smapp: 1.5 } },
    { change: { smapp: Number.NaN } },
    { change: { smapp: '1;alert(1)' as unknown as number } },
    { change: { cookieDays: -1 } },
    { change: { cookieDays: 3653 } },
    { change: { cookieDays: 1.5 } },
    { change: { webPushForm: '' } },
    { change: { webPushForm: 'a"]);alert(1)//' } },
    { change: { webPushForm: '</script>' } },
  ])('refuses $change', ({ change }) => {
    expect(() => monitoringSnippet({ ...code, ...change })).toThrow(TrackerSettingInvalid);
  });

  it('prints nothing but the two scripts, whatever it is given', () => {
    const shape =
      /^<script>[^<>]*<\/script>(<script src="https?:\/\/[a-z0-9.:-]+\/dynamic\/[a-z0-9]+\/popups\.js"><\/script>)?$/;
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true, withFragments: true })),
        fc.boolean(),
        (clientId, endpoint, popups) => {
          try {
            expect(
              monitoringSnippet({ ...code, clientId: clientId || 'a1', endpoint, popups }),
            ).toMatch(shape);
          } catch (error) {
            if (!(error instanceof TrackerSettingInvalid)) throw error;
          }
        },
      ),
    );
  });
});

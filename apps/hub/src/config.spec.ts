import { describe, expect, it } from '@jest/globals';
import type { ConfigService } from '@nestjs/config';
import { type Environment, HubConfig, type InvalidEnvironment, readEnvironment } from './config.js';

const PARTNER = {
  STOREWIRE_PARTNER_ENDPOINT: 'https://app2.salesmanago.example',
  STOREWIRE_PARTNER_CLIENT_ID: 'abc123',
  STOREWIRE_PARTNER_API_SECRET: 's3cret',
  STOREWIRE_PARTNER_OWNER: 'partner@agency.example',
  STOREWIRE_PARTNER_TERMS_CONSENT: 'Terms of use',
  STOREWIRE_PARTNER_MARKETING_CONSENT: 'News and offers',
};

function problemsOf(env: Record<string, string>): readonly { path: string; message: string }[] {
  try {
    readEnvironment(env);
    return [];
  } catch (error) {
    return (error as InvalidEnvironment).problems;
  }
}

const partnerOf = (env: Record<string, string>) => {
  const environment = readEnvironment(env);
  return new HubConfig({
    get: (name: keyof Environment) => environment[name],
  } as unknown as ConfigService<Environment, true>).partner;
};

describe('S3 the partner in whose name accounts are made', () => {
  it('is there when all variables are set', () =>
    expect(partnerOf(PARTNER)).toEqual({
      credentials: {
        endpoint: 'https://app2.salesmanago.example',
        clientId: 'abc123',
        apiSecret: 's3cret',
        owner: 'partner@agency.example',
      },
      consentNames: { terms: 'Terms of use', marketing: 'News and offers' },
    }));

  it('is not there when none is, or all are empty', () => {
    expect(partnerOf({})).toBeUndefined();
    const empty = Object.fromEntries(Object.keys(PARTNER).map((name) => [name, '']));
    expect(partnerOf(empty)).toBeUndefined();
  });

  it('stops the start with every variable that is missing', () => {
    const { STOREWIRE_PARTNER_ENDPOINT, STOREWIRE_PARTNER_OWNER } = PARTNER;
    const problems = problemsOf({ STOREWIRE_PARTNER_ENDPOINT, STOREWIRE_PARTNER_OWNER });
    expect(problems.map(({ path }) => path)).toEqual([
      'STOREWIRE_PARTNER_CLIENT_ID',
      'STOREWIRE_PARTNER_API_SECRET',
      'STOREWIRE_PARTNER_TERMS_CONSENT',
      'STOREWIRE_PARTNER_MARKETING_CONSENT',
    ]);
  });

  it.each([
    ['STOREWIRE_PARTNER_ENDPOINT', 'app2'],
    ['STOREWIRE_PARTNER_ENDPOINT', 'http://app2.salesmanago.example'],
    ['STOREWIRE_PARTNER_CLIENT_ID', 'two words'],
    ['STOREWIRE_PARTNER_API_SECRET', 'two words'],
    ['STOREWIRE_PARTNER_OWNER', 'partner'],
  ])('refuses %s %s without repeating it', (name, value) => {
    const problems = problemsOf({ ...PARTNER, [name]: value });
    expect(problems.map(({ path }) => path)).toEqual([name]);
    expect(problems[0]?.message).not.toContain(value);
  });

  it('may be reached without TLS where private addresses are allowed', () =>
    expect(
      partnerOf({
        ...PARTNER,
        STOREWIRE_PARTNER_ENDPOINT: 'http://127.0.0.1:4010',
        STOREWIRE_ALLOW_PRIVATE_ADDRESSES: 'true',
      }),
    ).toBeDefined());
});

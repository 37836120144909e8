import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ConsentWrite } from '@storewire/core';
import { type Running, runFake } from '../test/run-fake.js';
import { writeConsent } from './consent.js';

let running: Running;
let id: string;
let write: ConsentWrite;
beforeEach(async () => {
  running = await runFake();
  [id = ''] = running.fake.seed('contact', 1);
  const { email } = running.fake.customer(id);
  write = { email, customerId: id, channel: 'email', state: 'in', at: running.fake.now() };
});
afterEach(() => running.fake.stop());

describe('writeConsent', () => {
  it('writes the state with the time of the decision and reads it back', async () => {
    const at = '2026-01-14T10:00:00.000Z';
    expect(await writeConsent(running.client, { ...write, at })).toEqual({
      outcome: 'written',
      state: 'in',
      at,
    });
    expect(running.fake.calls).toEqual(['ConsentById', 'WriteEmailConsent', 'ConsentById']);
  });

  it('writes nothing that is there already', async () => {
    running.fake.setConsent(id, 'email', 'in');
    expect(await writeConsent(running.client, write)).toMatchObject({ outcome: 'unchanged' });
    expect(running.fake.writes()).toBe(0);
  });

  it('leaves a newer decision of the shopper', async () => {
    running.fake.setClock('2026-01-16T10:00:00.000Z');
    running.fake.setConsent(id, 'email', 'out');
    expect(await writeConsent(running.client, write)).toEqual({
      outcome: 'unchanged',
      state: 'out',
      at: '2026-01-16T10:00:00.000Z',
    });
    expect(running.fake.writes()).toBe(0);
  });

  it('finds the person by address when the id belongs to somebody else now', async () => {
    const [other = ''] = running.fake.seed('contact', 1);
    await writeConsent(running.client, { ...write, customerId: other });
    expect(running.fake.consent(id, 'email')).toBe('in');
    expect(running.fake.consent(other, 'email')).toBe('never');
  });

  it('writes SMS consent apart from e-mail', async () => {
    await writeConsent(running.client, { ...write, channel: 'mobile', state: 'out' });
    expect([running.fake.consent(id, 'email'), running.fake.consent(id, 'mobile')]).toEqual([
      'never',
      'out',
    ]);
  });

  it('says missing for a person without a number, when it is about SMS', async () => {
    Object.assign(running.fake.customer(id), { phone: null });
    const result = await writeConsent(running.client, { ...write, channel: 'mobile' });
    expect(result).toEqual({ outcome: 'missing' });
  });

  it('names the scope it lacks', async () => {
    running.fake.withhold('write_customers');
    await expect(writeConsent(running.client, write)).rejects.toMatchObject({
      code: 'STORE_FORBIDDEN',
      missing: ['write_customers'],
    });
  });
});

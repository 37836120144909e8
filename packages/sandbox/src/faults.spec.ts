import { describe, expect, it } from '@jest/globals';
import { FaultRules, InvalidFault } from './faults.js';

const fired = (rules: FaultRules, times: number) =>
  Array.from({ length: times }, () => rules.plan('POST', '/api/contact/upsert').rule !== undefined);

describe('FaultRules', () => {
  it('starts after N requests and stops after the count', () => {
    const rules = new FaultRules();
    rules.add({ kind: 'reset', path: 'contact/upsert', after: 1, count: 2 });
    expect(fired(rules, 5)).toEqual([false, true, true, false, false]);
  });

  it('fires by chance with the injected random number', () => {
    const numbers = [0.1, 0.9, 0.49];
    const rules = new FaultRules(() => numbers.shift() ?? 1);
    rules.add({ kind: 'html', probability: 0.5 });
    expect(fired(rules, 4)).toEqual([true, false, true, false]);
  });

  it('leaves other paths and HTTP methods alone', () => {
    const rules = new FaultRules();
    rules.add({ kind: 'hang', path: '/v3/', httpMethod: 'GET' });
    expect(rules.plan('POST', '/v3/product/upsert').rule).toBeUndefined();
    expect(rules.plan('GET', '/api/r.gif').rule).toBeUndefined();
    expect(rules.plan('GET', '/v3/email/list').rule?.kind).toBe('hang');
  });

  it('adds delays up and combines them with the first other rule', () => {
    const rules = new FaultRules();
    rules.add({ kind: 'slow', delayMs: 20 });
    rules.add({ kind: 'status' });
    rules.add({ kind: 'html' });
    rules.add({ kind: 'slow', delayMs: 5, apply: true });
    const plan = rules.plan('POST', '/api/contact/upsert');
    expect([plan.delayMs, plan.answerDelayMs, plan.rule?.kind]).toEqual([20, 5, 'status']);
  });

  it('can be switched off, on and removed', () => {
    const rules = new FaultRules();
    const { id } = rules.add({ kind: 'reset' });
    rules.setEnabled(id, false);
    expect(fired(rules, 1)).toEqual([false]);
    rules.setEnabled(id, true);
    expect(fired(rules, 1)).toEqual([true]);
    expect([rules.remove(id), rules.remove(id)]).toEqual([true, false]);
    expect(fired(rules, 1)).toEqual([false]);
  });

  it('refuses an address whatever its case, on the given path only', () => {
    const rules = new FaultRules();
    rules.add({ kind: 'refuse', email: 'Bad@x.example', path: 'contact/*', message: 'No' });
    expect(rules.refusal('/api/contact/batchupsert', 'bad@X.example')).toBe('No');
    expect(rules.refusal('/api/contact/batchupsert', 'good@x.example')).toBeUndefined();
    expect(rules.refusal('/api/integration/upsert', 'bad@x.example')).toBeUndefined();
  });

  it.each([
    { rule: { kind: 'explode' }, why: 'an unknown kind' },
    { rule: { kind: 'slow' }, why: 'slow without delayMs' },
    { rule: { kind: 'refuse' }, why: 'refuse without email' },
    { rule: { kind: 'answer' }, why: 'answer without patch' },
    { rule: { kind: 'status', status: 42 }, why: 'an impossible status' },
    { rule: { kind: 'reset', count: '3' }, why: 'a count that is a text' },
  ])('does not take $why', ({ rule }) =>
    expect(() => new FaultRules().add(rule as never)).toThrow(InvalidFault),
  );
});

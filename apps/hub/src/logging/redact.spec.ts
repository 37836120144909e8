import { describe, expect, it } from '@jest/globals';
import { HubLogger } from './hub-logger.js';
import { redact } from './redact.js';

describe('redact', () => {
  it.each([
    { given: 'sent to ada.lovelace+vip@customer.example today', hidden: 'customer.example' },
    { given: '/callbacks/opt-in?email=ada%40customer.example&key=1', hidden: 'customer.example' },
    { given: 'email ada%40customer.example', hidden: 'customer.example' },
    { given: 'jürgen@bücher.example wrote', hidden: 'bücher' },
    { given: 'phone +48600700800.', hidden: '600700800' },
    { given: 'phone +48 600 700 800', hidden: '700' },
    { given: 'phone 600-700-800', hidden: '700' },
    { given: '{"phone":"600700800"}', hidden: '600700800' },
    { given: 'Authorization: Bearer sw_abcdefghijklmnopqrstuvwxyz', hidden: 'abcdefgh' },
    { given: 'key sw_abcdefghijklmnopqrstuvwxyz', hidden: 'abcdefgh' },
    { given: '{"apiSecret":"5a4d\\"b0","name":"x"}', hidden: '5a4d' },
    { given: '{"v3ApiKey": "ABCDEF"}', hidden: 'ABCDEF' },
    { given: '{"password":"hunter2"}', hidden: 'hunter2' },
    { given: 'consumer ck_0123456789abcdef0123456789abcdef01234567', hidden: '0123456789abcdef' },
    { given: 'postgres://hub:hunter2@db.example/hub', hidden: 'hunter2' },
    { given: 'GET https://shop.example/orders?consumer_key=1&q=2 failed', hidden: 'consumer_key' },
  ])('hides $hidden in: $given', ({ given, hidden }) => {
    expect(redact(given)).not.toContain(hidden);
  });

  it.each([
    '{"level":"info","time":"2026-11-21T18:14:05.123Z","msg":"request","status":200,"durationMs":12}',
    'Account 0193a5f0-7c1e-7b3a-9d2e-123456789012 is paused: SALESmanago refused its credentials.',
    'retry at 1764000000000',
    'Error: no\n    at work (/app/dist/delivery/lane.service.js:120:15)',
  ])('leaves alone: %s', (line) => {
    expect(redact(line)).toBe(line);
  });
});

describe('HubLogger', () => {
  const logged = (isReadable: boolean, use: (logger: HubLogger) => void): string[] => {
    const lines: string[] = [];
    use(new HubLogger({ level: 'info', isReadable, write: (line) => lines.push(line) }));
    return lines;
  };

  it('writes a JSON line with level, time, context and message', () => {
    const [line = ''] = logged(false, (logger) => logger.warn('Lane waits.', 'delivery'));
    expect(JSON.parse(line)).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      context: 'delivery',
      msg: 'Lane waits.',
    });
  });

  it('keeps the stack of an error, and its context', () => {
    const { stack } = new Error('broken');
    const [line = ''] = logged(false, (logger) => logger.error('broken', stack, 'api'));
    expect(JSON.parse(line)).toMatchObject({
      level: 'error',
      context: 'api',
      msg: 'broken',
      stack,
    });
  });

  it('writes nothing of an object, which may hold anything', () => {
    const [line] = logged(false, (logger) => logger.log({ name: 'Ada' }, 'api'));
    expect(line).not.toContain('Ada');
  });

  it('writes text for people where that is asked for', () => {
    const [line] = logged(true, (logger) => logger.log('Ready for ada@customer.example.', 'hub'));
    expect(line).toMatch(/^\S+Z INFO {2}\[hub\] Ready for \[e-mail\]\.\n$/);
  });

  it('is silent below its level', () => {
    expect(logged(false, (logger) => logger.debug('detail'))).toEqual([]);
  });
});

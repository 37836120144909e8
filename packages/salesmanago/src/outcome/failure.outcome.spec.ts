import { describe, expect, it } from '@jest/globals';
import { outcomeOfFailure } from './failure.outcome.js';

const coded = (code: string, cause?: unknown) => Object.assign(new Error('x', { cause }), { code });

describe('outcomeOfFailure', () => {
  it.each(['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE', 'UND_ERR_DESTROYED', 'ETIMEDOUT'])(
    'is decided by whether the request was started, not by %s',
    (code) => {
      const failure = { isTimeout: false, error: coded(code) };
      expect(outcomeOfFailure('x', { ...failure, wasStarted: false }).outcome).toBe('notSent');
      expect(outcomeOfFailure('x', { ...failure, wasStarted: true }).outcome).toBe('unknown');
    },
  );

  it.each([
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'CERT_HAS_EXPIRED',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'ERR_SSL_WRONG_VERSION_NUMBER',
  ])('takes %s for TLS that has to be put right', (code) => {
    const error = outcomeOfFailure('x', {
      wasStarted: false,
      isTimeout: false,
      error: coded(code),
    });
    expect(error).toMatchObject({ code: 'SM_TLS_FAILED', outcome: 'notSent', next: 'fixSettings' });
  });

  it('finds the code in a cause and in the parts of an AggregateError', () => {
    const inCause = new TypeError('failed', { cause: coded('ECONNREFUSED') });
    const inParts = new AggregateError([coded('EHOSTUNREACH')]);
    const say = (error: unknown) =>
      outcomeOfFailure('x', { wasStarted: false, isTimeout: false, error }).message;
    expect(say(inCause)).toContain('ECONNREFUSED');
    expect(say(inParts)).toContain('EHOSTUNREACH');
    expect(say(new TypeError('x'))).toContain('TypeError');
    expect(say('odd')).toContain('no reason given');
    expect(say(null)).toContain('no reason given');
  });
});

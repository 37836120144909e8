import { describe, expect, it } from '@jest/globals';
import { compareSubscriptions } from './subscriptions.js';

const hook = (topic: string, active = true) => ({ id: topic, topic, address: 'a', active });

describe('compareSubscriptions', () => {
  it.each([
    {
      why: 'all are there',
      found: [hook('a'), hook('b')],
      before: ['a', 'b'],
      look: { isComplete: true, lost: [] },
    },
    {
      why: 'there are more than before',
      found: [hook('a'), hook('b')],
      before: ['a'],
      look: { isComplete: true, lost: [] },
    },
    {
      why: 'one is gone',
      found: [hook('a')],
      before: ['a', 'b'],
      look: { isComplete: false, lost: ['b'] },
    },
    {
      why: 'one is switched off',
      found: [hook('a'), hook('b', false)],
      before: ['a', 'b'],
      look: { isComplete: false, lost: ['b'] },
    },
    {
      why: 'a double is switched off',
      found: [hook('a'), hook('a', false)],
      before: ['a'],
      look: { isComplete: true, lost: [] },
    },
    {
      why: 'nobody has looked before',
      found: [hook('a')],
      before: null,
      look: { isComplete: false, lost: [] },
    },
  ])('says what is lost when $why', ({ found, before, look }) => {
    expect(compareSubscriptions(found, before)).toEqual(look);
  });
});

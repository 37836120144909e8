import { describe, expect, it } from '@jest/globals';
import { validate, version } from 'uuid';
import { newId } from './ids.js';

describe('newId', () => {
  const ids = Array.from({ length: 20_000 }, newId);

  it('makes ids that sort in the order they were made', () => {
    expect([...ids].sort()).toEqual(ids);
  });

  it('makes every id once', () => {
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('makes UUIDs of version 7', () => {
    expect(ids.slice(0, 600).every((id) => validate(id) && version(id) === 7)).toBe(true);
  });
});
